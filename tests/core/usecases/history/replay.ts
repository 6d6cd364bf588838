import type { ConversationEvent, Escalation, Person } from "../../../../core/index.ts";

/** How a conversation stands, as its events alone tell. */
export interface Replayed {
  readonly seq: number;
  readonly messageCount: number;
  readonly lastMessage: string;
  readonly escalation: Escalation | null;
}

const nothingYet: Replayed = { seq: 0, messageCount: 0, lastMessage: "", escalation: null };

/** Written apart from the rules it checks; throws where an event could not have happened. */
export function replay(events: readonly ConversationEvent[]): Replayed {
  return events.reduce((standing, event) => {
    const next = { ...after(standing, event), seq: event.seq };
    must(event.seq === standing.seq + 1, event, `follows ${standing.seq}`);
    must(event.episode === (next.escalation?.episode ?? 0), event, `belongs to episode ${next.escalation?.episode}`);
    return next;
  }, nothingYet);
}

function after(standing: Replayed, event: ConversationEvent): Replayed {
  const { escalation, messageCount } = standing;
  switch (event.type) {
    case "message.received":
      must(event.message.seq === event.seq, event, "has its message's place");
      return { ...standing, messageCount: messageCount + 1, lastMessage: event.message.text };
    case "message.answered":
      must(!isClaimed(escalation), event, "comes though a human had claimed");
      return { ...standing, messageCount: messageCount + 1 };
    case "conversation.escalated": {
      must(escalation?.status !== "open", event, "comes while one is open");
      must(
        event.messageCount === messageCount && event.lastMessage === standing.lastMessage,
        event,
        "says what was so",
      );
      const { escalatedAt, trigger, digested } = event;
      const episode = (escalation?.episode ?? 0) + 1;
      return { ...standing, escalation: { status: "open", episode, escalatedAt, trigger, digested, claimedBy: null } };
    }
    case "conversation.claimed":
      if (escalation?.status !== "open" || escalation.claimedBy) return impossible(event, escalation);
      return { ...standing, escalation: { ...escalation, claimedBy: event.by } };
    case "conversation.resolved":
      if (escalation?.status !== "open") return impossible(event, escalation);
      return {
        ...standing,
        escalation: {
          ...escalation,
          status: "resolved",
          resolvedBy: event.by,
          resolvedAt: event.occurredAt,
          lastResolvedSeq: event.seq,
        },
      };
    case "conversation.reopened": {
      if (escalation?.status !== "resolved") return impossible(event, escalation);
      const { resolvedAt: _at, resolvedBy: _by, ...kept } = escalation;
      return { ...standing, escalation: { ...kept, status: "open" } };
    }
    default:
      return standing;
  }
}

/** Who made an event, where somebody did. */
export function whoDid(event: ConversationEvent): Person | null {
  return "by" in event ? event.by : null;
}

function isClaimed(escalation: Escalation | null): boolean {
  return escalation?.status === "open" && escalation.claimedBy !== null;
}

function impossible(event: ConversationEvent, escalation: Escalation | null): never {
  throw new Error(`${event.type} at ${event.seq} cannot happen to ${JSON.stringify(escalation)}.`);
}

function must(holds: boolean, event: ConversationEvent, what: string): void {
  if (!holds) throw new Error(`${event.type} at ${event.seq}: it is not so that it ${what}.`);
}
