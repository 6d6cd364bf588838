import type { Plan } from "../deliveries/plan.ts";
import type { Change } from "../domain/change.ts";
import type { Conversation } from "../domain/conversation.ts";
import { DomainError } from "../domain/errors.ts";
import type { ConversationEvent } from "../domain/events.ts";
import type { EventId } from "../domain/ids.ts";
import type {
  Changed,
  ChangeRequest,
  Clock,
  ConversationKey,
  Conversations,
  NewSession,
  Standing,
} from "../usecases/ports.ts";
import type { Chatbots } from "./chatbots.ts";
import {
  insertConversation,
  readConversation,
  recordCause,
  type StoredConversation,
  updateConversation,
} from "./conversations.ts";
import type { Sql, TransactionSql } from "./database.ts";
import { countEscalation } from "./digests.ts";
import { countRecent, type StoredEscalation, saveEscalation } from "./escalations.ts";
import { insertEvents } from "./events.ts";
import { insertMessage, setRating } from "./messages.ts";
import { type Enqueued, enqueue, type Reservations } from "./outbox/enqueue.ts";
import { slotsOf } from "./outbox/slots.ts";
import { insertSession } from "./sessions.ts";
import { uuidv7 } from "./uuid.ts";

export interface Aftermath {
  /** After the commit: what this instance claimed is worked, everybody is told that there is something to read. */
  committed(conversation: Conversation, enqueued: Enqueued): void;
}

export interface StoreParts {
  readonly sql: Sql;
  readonly chatbots: Chatbots;
  readonly plan: Plan;
  readonly reservations: Reservations;
  readonly aftermath: Aftermath;
  readonly now: Clock;
}

/** State, events and planned deliveries, in one transaction or not at all. */
export function createConversationStore({
  sql,
  chatbots,
  plan,
  reservations,
  aftermath,
  now,
}: StoreParts): Conversations {
  async function change(
    key: ConversationKey,
    request: ChangeRequest,
    decide: (standing: Standing) => Change,
  ): Promise<Changed> {
    let enqueued: Enqueued = { claimed: [], waiting: false };
    const slots = slotsOf(reservations);
    try {
      const changed = await sql.begin(async (tx) => {
        const { stored, ...standing } = await stand(tx, key, request);
        const { conversation, facts } = decide(standing);
        const before = stored.conversation;
        const { seen } = standing;
        if (facts.length === 0) return { before, conversation: before, events: [], seen };
        const events = place(before, conversation, facts, now());
        const [planned] = await Promise.all([
          enqueue(
            tx,
            events.map((event) => ({
              event,
              planned: plan(event, standing.chatbot, isOfBefore(event, conversation) ? before : conversation),
            })),
            slots,
            now(),
          ),
          save(tx, stored, conversation, events),
        ]);
        enqueued = planned;
        return { before, conversation, events, seen };
      });
      if (changed.events.length > 0) aftermath.committed(changed.conversation, enqueued);
      return changed;
    } catch (error) {
      slots.giveBack();
      throw error;
    }
  }

  async function stand(tx: TransactionSql, key: ConversationKey, { cause, countEscalations }: ChangeRequest) {
    // Sent together, answered in order: whatever comes after the first is read under its lock.
    const [stored, first, recentEscalations] = await Promise.all([
      readConversation(tx, key, true),
      cause === null ? true : recordCause(tx, key, cause),
      countEscalations === undefined ? 0 : countRecent(tx, key.chatbotId, now(), countEscalations),
    ]);
    const chatbot = stored && (await chatbots.at(tx, key.chatbotId, stored.chatbotVersion));
    if (!stored || !chatbot)
      throw new DomainError("conversation_not_found", `There is no conversation ${key.conversationId}.`);
    return { stored, conversation: stored.conversation, chatbot, seen: !first, recentEscalations };
  }

  async function save(
    tx: TransactionSql,
    stored: StoredConversation,
    conversation: Conversation,
    events: readonly ConversationEvent[],
  ) {
    const escalation = standingEscalation(stored, conversation, events);
    const key = { chatbotId: conversation.chatbotId, conversationId: conversation.id };
    await Promise.all([
      updateConversation(tx, conversation, escalation),
      insertEvents(tx, events),
      escalation && escalation.escalation !== stored.conversation.escalation && saveEscalation(tx, key, escalation),
      ...events.map((event) => saveParticulars(tx, key, event, now())),
    ]);
  }

  async function start(session: NewSession): Promise<void> {
    const { chatbotId, conversationId, sessionId, page, at } = session;
    const conversation: Conversation = {
      chatbotId,
      id: conversationId,
      sessionId,
      seq: 1,
      messageCount: 0,
      lastMessage: "",
      startedAt: at,
      page,
      contact: null,
      escalation: null,
    };
    const chatbot = await chatbots.now(chatbotId);
    if (!chatbot) throw new DomainError("chatbot_not_found", `There is no chatbot ${chatbotId}.`);
    const events = place({ ...conversation, seq: 0 }, conversation, [{ type: "conversation.started", sessionId }], at);
    const due = events.map((event) => ({ event, planned: plan(event, chatbot, conversation) }));
    const slots = slotsOf(reservations);
    try {
      const enqueued = await sql.begin(async (tx) => {
        await Promise.all([insertConversation(tx, conversation), insertSession(tx, session), insertEvents(tx, events)]);
        return enqueue(tx, due, slots, at);
      });
      aftermath.committed(conversation, enqueued);
    } catch (error) {
      slots.giveBack();
      throw error;
    }
  }

  return { change, start };
}

async function saveParticulars(
  tx: TransactionSql,
  key: ConversationKey,
  event: ConversationEvent,
  now: Date,
): Promise<void> {
  switch (event.type) {
    case "message.received":
    case "message.answered":
      return insertMessage(tx, key, event.message);
    case "message.rated":
      return setRating(tx, key, event.ratedSeq);
    case "conversation.escalated":
      return event.digested ? countEscalation(tx, key.chatbotId, now) : undefined;
    default:
      return undefined;
  }
}

/** Gives what happened its ids and its places, gapless from where the conversation stood. */
function place(
  before: Conversation,
  after: Conversation,
  facts: Change["facts"],
  occurredAt: Date,
): ConversationEvent[] {
  // What comes before an escalation in the same change belongs to what was before it.
  const asked = facts.findIndex((fact) => fact.type === "conversation.escalated");
  return facts.map((fact, index) => ({
    ...fact,
    id: uuidv7(occurredAt.getTime()) as EventId,
    chatbotId: before.chatbotId,
    conversationId: before.id,
    seq: before.seq + 1 + index,
    episode: (index < asked ? before : after).escalation?.episode ?? 0,
    occurredAt,
  }));
}

function isOfBefore({ episode }: ConversationEvent, { escalation }: Conversation): boolean {
  return escalation !== null && episode < escalation.episode;
}

/** The episode's record: a new one for an escalation, otherwise the one there was. */
function standingEscalation(
  stored: StoredConversation,
  { escalation }: Conversation,
  events: readonly ConversationEvent[],
): StoredEscalation | null {
  if (!escalation) return null;
  const made = events.find((event) => event.type === "conversation.escalated");
  if (made) return { id: uuidv7(made.occurredAt.getTime()), seq: made.seq, escalation };
  return stored.escalation && { ...stored.escalation, escalation };
}
