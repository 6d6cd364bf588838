import type { Connection } from "../domain/chatbot.ts";
import type { ChatbotId } from "../domain/ids.ts";
import type { Agent } from "../domain/people.ts";
import type { Connecting } from "../usecases/desk.ts";
import { recordChatbotCause } from "./conversations.ts";
import { json, type Sql } from "./database.ts";

type Place = Pick<Connection, "adapter" | "account" | "address">;

/** An owner's destinations. Each change counts the chatbot's version up, so that every instance plans by it. */
export function createConnections(sql: Sql) {
  return {
    /**
     * already: it was connected (its label is brought up to date). repeated: this very act was taken in before, and what
     * people disconnected since stays disconnected.
     */
    async add(chatbotId: ChatbotId, connection: Connection, by: Agent, cause: string): Promise<Connecting> {
      return sql.begin(async (tx) => {
        if (!(await recordChatbotCause(tx, chatbotId, cause))) return "repeated";
        const { adapter, account, address, label, relayMode } = connection;
        const rows = await tx`
          insert into connection (chatbot_id, adapter, account, address, label, relay_mode, connected_by)
          values (${chatbotId}, ${adapter}, ${account}, ${address}, ${label}, ${relayMode}, ${json(tx, by)})
          on conflict (chatbot_id, adapter, account, address) do nothing returning 1`;
        const renamed = await tx`
          update connection set label = ${label} where chatbot_id = ${chatbotId} and adapter = ${adapter}
          and account = ${account} and address = ${address} and label <> ${label} returning 1`;
        if (rows.length + renamed.length > 0)
          await tx`update chatbot set version = version + 1 where chatbot_id = ${chatbotId}`;
        return rows.length > 0 ? "done" : "already";
      });
    },

    /** already: it was not connected. */
    async remove(chatbotId: ChatbotId, { adapter, account, address }: Place, cause: string): Promise<Connecting> {
      return sql.begin(async (tx) => {
        if (!(await recordChatbotCause(tx, chatbotId, cause))) return "repeated";
        const rows = await tx`
          delete from connection where chatbot_id = ${chatbotId}
          and adapter = ${adapter} and account = ${account} and address = ${address} returning 1`;
        if (rows.length > 0) await tx`update chatbot set version = version + 1 where chatbot_id = ${chatbotId}`;
        return rows.length > 0 ? "done" : "already";
      });
    },

    /** Whether an act on any of these chatbots as a whole was taken in before. */
    async wasTakenIn(chatbotIds: readonly ChatbotId[], cause: string): Promise<boolean> {
      const rows = await sql`
        select 1 from cause where chatbot_id = any(${chatbotIds as ChatbotId[]}::uuid[])
        and conversation_id = chatbot_id and cause = ${cause} limit 1`;
      return rows.length > 0;
    },

    /** Of every chatbot: who posts to this address. */
    async at({ adapter, account, address }: Place) {
      const rows = await sql<
        (Connection & { chatbotId: ChatbotId; name: string; paused: string | null; lost: string | null })[]
      >`
        select c.chatbot_id, b.name, c.adapter, c.account, c.address, c.label, c.relay_mode, d.reason as paused, l.lost
        from connection c join chatbot b on b.chatbot_id = c.chatbot_id
        left join destination d on d.chatbot_id = c.chatbot_id and d.adapter = c.adapter and d.account = c.account
          and d.address = c.address and d.health = 'paused'
        left join lateral (
          select case when v.state in ('rejected', 'dead') then v.reason end as lost
          from (
            select conversation_id, episode from escalation where chatbot_id = c.chatbot_id
            order by escalation_id desc limit 20) e
          join delivery v on v.chatbot_id = c.chatbot_id and v.conversation_id = e.conversation_id
          where v.episode = e.episode and v.adapter = c.adapter and v.account = c.account and v.address = c.address
          and v.event_type = 'conversation.escalated' and v.state in ('delivered', 'rejected', 'dead')
          order by v.settled_at desc limit 1) l on true
        where c.adapter = ${adapter} and c.account = ${account} and c.address = ${address} order by b.created_at`;
      return rows.map(({ chatbotId, name, paused, lost, ...connection }) => ({
        chatbot: { id: chatbotId, name },
        connection,
        paused,
        lost,
      }));
    },
  };
}

export type Connections = ReturnType<typeof createConnections>;
