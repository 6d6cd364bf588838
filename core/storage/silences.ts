import type { Suppression } from "../adapter.ts";
import type { Plan } from "../deliveries/plan.ts";
import { emailKey } from "../domain/email-address.ts";
import type { ChatbotFact } from "../domain/events.ts";
import type { ChatbotId, DeliveryId } from "../domain/ids.ts";
import type { Clock } from "../usecases/ports.ts";
import { noticeAddress } from "./accounts.ts";
import { announce } from "./announce.ts";
import type { Chatbots } from "./chatbots.ts";
import type { Sql, TransactionSql } from "./database.ts";
import { fromDeliveryId } from "./outbox/delivery-id.ts";

interface SilenceParts {
  readonly sql: Sql;
  readonly chatbots: Chatbots;
  readonly plan: Plan;
  readonly now: Clock;
}

type Noticed = Awaited<ReturnType<typeof noticeAddress>>[number];
type Cause = Extract<ChatbotFact, { type: "chatbot.recipient_silenced" }>["cause"];

/** Addresses that are not mailed: those that mail does not reach, and those whose readers want none. */
export function createSilences({ sql, chatbots, plan, now }: SilenceParts) {
  /** Once per address, however often the platform says so; every chatbot that mails it tells its owner. */
  async function suppress(email: string, { kind, reason }: Suppression, delivery: DeliveryId | null): Promise<void> {
    const key = emailKey(email);
    await readAnewUnless(async (tx, noticed) => {
      if (delivery) await unreach(tx, delivery);
      const fresh = await tx`
        insert into suppression (email_key, kind, reason) values (${key}, ${kind}, ${reason})
        on conflict do nothing returning 1`;
      if (fresh.length === 0) return;
      noticed.push(...(await noticeAddress(tx, key)));
      for (const { id, version } of noticed) await tell(tx, id, version, email, kind, reason);
    });
  }

  async function unsubscribe(chatbotId: ChatbotId, email: string): Promise<"done" | "already" | "unknown"> {
    const key = emailKey(email);
    return readAnewUnless(async (tx, noticed) => {
      const [row] = await tx<{ version: number }[]>`select version from chatbot where chatbot_id = ${chatbotId}`;
      const chatbot = row && (await chatbots.at(tx, chatbotId, row.version));
      const recipient = chatbot?.recipients.find((each) => emailKey(each.email) === key);
      if (!recipient) return "unknown";
      const changed = recipient.isOwner
        ? await tx`update account set notify_escalation = false where email_key = ${key} and notify_escalation returning 1`
        : await tx`
            insert into unsubscription (chatbot_id, email_key) values (${chatbotId}, ${key})
            on conflict do nothing returning 1`;
      if (changed.length === 0) return "already";
      noticed.push(...(await noticeAddress(tx, key)));
      const version = noticed.find(({ id }) => id === chatbotId)?.version;
      if (version) await tell(tx, chatbotId, version, recipient.email, "unsubscribed", "");
      return "done";
    });
  }

  /** Undone by the owner: mail goes there again. False if it went there anyhow. */
  async function lift(chatbotId: ChatbotId, email: string): Promise<boolean> {
    const key = emailKey(email);
    return sql.begin(async (tx) => {
      const lifted = await Promise.all([
        tx`delete from suppression where email_key = ${key} returning 1`,
        tx`delete from unsubscription where chatbot_id = ${chatbotId} and email_key = ${key} returning 1`,
      ]);
      if (lifted.flat().length === 0) return false;
      await noticeAddress(tx, key);
      return true;
    });
  }

  /** What was read of chatbots inside a transaction that then fails must not be remembered. */
  async function readAnewUnless<T>(act: (tx: TransactionSql, noticed: Noticed[]) => Promise<T>): Promise<T> {
    const noticed: Noticed[] = [];
    try {
      // What postgres.js unwraps in its types is no promise here.
      return (await sql.begin((tx) => act(tx, noticed))) as T;
    } catch (error) {
      for (const { id } of noticed) chatbots.forget(id);
      throw error;
    }
  }

  async function tell(
    tx: TransactionSql,
    chatbotId: ChatbotId,
    version: number,
    email: string,
    cause: Cause,
    reason: string,
  ): Promise<void> {
    const chatbot = await chatbots.at(tx, chatbotId, version);
    if (!chatbot) return;
    const isOwner = chatbot.recipients.some((each) => each.isOwner && emailKey(each.email) === emailKey(email));
    const silenced = { type: "chatbot.recipient_silenced", email, isOwner, cause, reason } as const;
    await announce(tx, chatbot, silenced, { plan, now });
  }

  return { suppress, unsubscribe, lift };
}

/** What bounced reached nobody: unless something else did, the watchdog has to know. */
async function unreach(tx: TransactionSql, id: DeliveryId): Promise<void> {
  const found = fromDeliveryId(id);
  if (!found) return;
  const { chatbotId, uuid } = found;
  const [bounced] = await tx<{ conversationId: string; episode: number; eventId: string }[]>`
    update delivery set reached = false, confirmed_at = null
    where chatbot_id = ${chatbotId} and delivery_id = ${uuid} and event_type = 'conversation.escalated'
    returning conversation_id, episode, event_id`;
  if (!bounced) return;
  await tx`
    update escalation e set reached_at = null
    where e.chatbot_id = ${chatbotId} and e.conversation_id = ${bounced.conversationId} and e.episode = ${bounced.episode}
    and not exists (
      select 1 from delivery d where d.chatbot_id = ${chatbotId} and d.conversation_id = ${bounced.conversationId}
      and d.event_id = ${bounced.eventId} and d.reached)`;
}
