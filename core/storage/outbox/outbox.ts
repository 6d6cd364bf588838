import { byChatbot } from "../../deliveries/by-chatbot.ts";
import type { Advance, Advanced, OutboxStore } from "../../deliveries/outbox-store.ts";
import type { Plan } from "../../deliveries/plan.ts";
import type { Work } from "../../deliveries/work.ts";
import { isOfConversation } from "../../domain/events.ts";
import type { ChatbotId } from "../../domain/ids.ts";
import type { EscalationNotice } from "../../domain/notice.ts";
import type { Clock, ConversationKey } from "../../usecases/ports.ts";
import { announce } from "../announce.ts";
import type { Chatbots } from "../chatbots.ts";
import type { Queries, Sql, TransactionSql } from "../database.ts";
import { recordCard } from "./card-posted.ts";
import { claimLanes, findDue } from "./claim.ts";
import { countFailure, heal, mayProbe, type Place, park, readUnwell, shut } from "./health.ts";
import { labelOf, type Paused, pause } from "./pause.ts";
import { findFailing, pauseFailing } from "./pause-failing.ts";
import { postpone, postponeWithin } from "./postpone.ts";
import { settleAndAdvance } from "./settle.ts";

export interface OutboxParts {
  readonly sql: Sql;
  readonly instance: number;
  readonly chatbots: Chatbots;
  readonly notice: (key: ConversationKey) => Promise<EscalationNotice | null>;
  readonly plan: Plan;
  readonly now: Clock;
}

export interface Pauses {
  /** A platform says of its own accord that an address is broken. */
  pause(place: Place, reason: string): Promise<void>;
  /** Endpoints from which nothing came back but failures for so long are paused, and their owners told. Returns how many. */
  pauseFailing(forDays: number): Promise<number>;
}

/** The outbox in PostgreSQL, as the workers see it. */
export function createOutbox({ sql, instance, chatbots, notice, plan, now }: OutboxParts): OutboxStore & Pauses {
  async function context({ lane, delivery: { event } }: Work) {
    if (!isOfConversation(event) || event.episode === 0) return { notice: null, card: null };
    const [standing, [posted]] = await Promise.all([
      notice(event),
      sql<{ ref: string }[]>`
        select ref from posted where chatbot_id = ${event.chatbotId} and conversation_id = ${event.conversationId}
        and episode = ${event.episode} and adapter = ${lane.adapter} and account = ${lane.account} and address = ${lane.address}`,
    ]);
    return { notice: standing, card: posted?.ref ?? null };
  }

  async function advance(batch: readonly Advance[]): Promise<ReadonlyMap<Advance, Advanced>> {
    const parts = byChatbot(batch, ({ lane }) => lane.chatbotId);
    const settle = (queries: Queries, chatbotId: ChatbotId) =>
      settleAndAdvance(queries, chatbotId, parts.get(chatbotId) ?? [], instance, now());
    // Rows are locked in one order everywhere: chatbots, then lanes, then what belongs to them.
    const ids = [...parts.keys()].sort();
    const [only] = ids;
    if (only && ids.length === 1) return settle(sql, only);
    const results = await sql.begin((tx) => Promise.all(ids.map((id) => settle(tx, id))));
    return new Map(results.flatMap((part) => [...part]));
  }

  async function refuse(work: Work, scope: "address" | "account", reason: string, ms: number): Promise<void> {
    await sql.begin(async (tx) => {
      const { uncertainSince, looks } = work.delivery;
      const to = {
        outcome: "refused",
        reason,
        ms,
        failed: false,
        uncertainSince,
        looks,
        wait: "parked",
        alone: false,
      } as const;
      const { chatbotId, adapter, account, address } = work.lane;
      // A channel that was disconnected meanwhile has deliveries left all the same.
      await tx`
        insert into destination (chatbot_id, adapter, account, address)
        values (${chatbotId}, ${adapter}, ${account}, ${address}) on conflict do nothing`;
      const untold = await pause(tx, work.lane, scope, reason);
      await postponeWithin(tx, work, to, instance);
      for (const each of untold) await tell(tx, each, scope, reason);
    });
  }

  async function pauseAt(place: Place, reason: string): Promise<void> {
    await sql.begin(async (tx) => {
      for (const each of await pause(tx, place, "address", reason)) await tell(tx, each, "address", reason);
    });
  }

  async function pauseAllFailing(forDays: number): Promise<number> {
    let count = 0;
    for (const each of await findFailing(sql, forDays)) {
      await sql.begin(async (tx) => {
        const paused = await pauseFailing(tx, each, forDays);
        if (!paused) return;
        await tell(tx, paused, "address", paused.reason);
        count += 1;
      });
    }
    return count;
  }

  /** The owner reads it through whatever else is connected. */
  async function tell(
    tx: TransactionSql,
    { chatbotId, adapter, account, address, label }: Paused,
    scope: "address" | "account",
    reason: string,
  ): Promise<void> {
    const [row] = await tx<{ version: number }[]>`select version from chatbot where chatbot_id = ${chatbotId}`;
    const chatbot = row && (await chatbots.at(tx, chatbotId, row.version));
    if (!chatbot) return;
    const broke = { type: "chatbot.destination_paused", adapter, account, address, scope, label, reason } as const;
    await announce(tx, chatbot, broke, { plan, now });
  }

  return {
    findDue: (adapters, full, limit) => findDue(sql, adapters, full, limit),
    claim: (chatbotId, lanes) => claimLanes(sql, chatbotId, lanes, instance, now()),
    advance,
    context,
    recordCard: (work, ref, seq, ms) => recordCard(sql, work, ref, seq, ms, instance),
    postpone: (work, to) => postpone(sql, work, to, instance),
    refuse,
    pause: pauseAt,
    pauseFailing: pauseAllFailing,
    countFailure: (lane, reason) => countFailure(sql, lane, reason),
    shut: (lane, reason, ms) => shut(sql, lane, reason, ms),
    mayProbe: (lane, openUntil) => mayProbe(sql, lane, openUntil),
    heal: (lane) => heal(sql, lane),
    park: (lane) => park(sql, lane, instance),
    readUnwell: () => readUnwell(sql),
    labelOf: (lane) => labelOf(sql, lane),
  };
}
