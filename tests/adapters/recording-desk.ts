import {
  type Agent,
  type Cause,
  type Chatbot,
  type Connection,
  type ConnectVerdict,
  type DeliveryId,
  type Destination,
  type Escalation,
  type EscalationDesk,
  type EscalationNotice,
  type EscalationRef,
  type NewConnection,
  type PostedRef,
  type Suppression,
  type Verdict,
  wasResolvedSince,
} from "../../core/index.ts";
import { aChatbot } from "../builders/chatbots.ts";
import { aNotice } from "../builders/notices.ts";

type Verb = "claim" | "resolve" | "reopen";

export interface Act {
  readonly verb: Verb;
  readonly of: EscalationRef;
  readonly cause: Cause;
  readonly verdict: Verdict["kind"];
}

export type RecordingDesk = ReturnType<typeof recordingDesk>;

/** A desk for one conversation that follows the rules of the real one and writes down what it was asked. */
export function recordingDesk({ chatbots = [aChatbot()], notice: first = aNotice(), waiting = 0 } = {}) {
  let notice: EscalationNotice = first;
  let failing: Error | null = null;
  const seen = new Set<string>();
  const linked = new Set<string>();
  const posted = new Map<string, EscalationRef>();
  const awaited = new Map<DeliveryId, Destination>();
  const connected: { chatbot: Chatbot; connection: Connection }[] = [];
  const acts: Act[] = [];
  const resumed: Partial<Destination>[] = [];
  const paused: (Destination & { readonly reason: string })[] = [];
  const facts = new Map<string, string>();
  const arrived: DeliveryId[] = [];
  let lost: string | null = null;
  const suppressed: (Suppression & { readonly address: string; readonly delivery: DeliveryId | null })[] = [];
  const unsubscribed: string[] = [];
  const confirmed: { delivery: DeliveryId; posted: PostedRef; accepted: boolean }[] = [];

  function rule(verb: Verb, change: (escalation: Escalation, by: Agent) => Escalation | null) {
    return async (of: EscalationRef, cause: Cause): Promise<Verdict> => {
      if (failing) throw failing;
      const verdict = judge(of, cause, change);
      acts.push({ verb, of, cause, verdict: verdict.kind });
      return verdict;
    };
  }

  function judge(
    of: EscalationRef,
    cause: Cause,
    change: (escalation: Escalation, by: Agent) => Escalation | null,
  ): Verdict {
    if (of.conversationId !== notice.conversationId || of.chatbotId !== notice.chatbot.id)
      return { kind: "unknown", notice: null };
    if (of.episode !== notice.escalation.episode) return { kind: "stale", notice };
    const isOver = wasResolvedSince(notice.escalation, cause.asOf ?? Number.POSITIVE_INFINITY);
    const changed = seen.has(cause.id) || isOver ? null : change(notice.escalation, cause.by);
    seen.add(cause.id);
    if (!changed) return { kind: "already", notice };
    notice = { ...notice, escalation: changed, seq: notice.seq + 1, asOf: new Date(notice.asOf.getTime() + 1000) };
    return { kind: "done", notice };
  }

  function chatbotNamed(named: string | null): Chatbot | undefined {
    return named === null ? chatbots[0] : chatbots.find(({ id, name }) => id === named || name === named);
  }

  function link(
    wanted: NewConnection,
    cause: Cause,
    change: (chatbot: Chatbot, isThere: boolean) => void,
  ): ConnectVerdict {
    if (failing) throw failing;
    if (linked.has(cause.id)) return { kind: "repeated" };
    const chatbot = chatbotNamed(wanted.chatbot);
    if (chatbot) linked.add(cause.id);
    if (!chatbot) return { kind: "unknown", chatbots };
    const before = connected.length;
    change(
      chatbot,
      connected.some((one) => one.chatbot.id === chatbot.id && isAt(one.connection, wanted)),
    );
    return { kind: connected.length === before ? "already" : "done", chatbot, waiting };
  }

  const desk: EscalationDesk = {
    claim: rule("claim", (escalation, by) =>
      escalation.status === "open" && !escalation.claimedBy ? { ...escalation, claimedBy: by } : null,
    ),
    resolve: rule("resolve", (escalation, by) =>
      escalation.status === "open"
        ? {
            ...escalation,
            status: "resolved",
            resolvedBy: by,
            resolvedAt: new Date("2026-04-19T10:31:00Z"),
            lastResolvedSeq: notice.seq + 1,
          }
        : null,
    ),
    reopen: rule("reopen", ({ episode, escalatedAt, trigger, claimedBy, digested, status }) =>
      status === "resolved" ? { status: "open", episode, escalatedAt, trigger, claimedBy, digested } : null,
    ),
    connect: async (wanted, cause) =>
      link(wanted, cause, (chatbot, isThere) => {
        const { adapter, account, address, label, relayMode } = wanted;
        if (!isThere) connected.push({ chatbot, connection: { adapter, account, address, label, relayMode } });
      }),
    disconnect: async (wanted, cause) =>
      link(wanted, cause, (chatbot) => {
        const index = connected.findIndex((one) => one.chatbot.id === chatbot.id && isAt(one.connection, wanted));
        if (index >= 0) connected.splice(index, 1);
      }),
    connections: async (adapter, destination) =>
      connected
        .filter(({ connection }) => connection.adapter === adapter && isAt(connection, destination))
        .map((each) => ({ ...each, paused: paused.find((one) => isAt(one, destination))?.reason ?? null, lost })),
    pause: async (_adapter, destination, reason) => void paused.push({ ...destination, reason }),
    remember: async (adapter, name, fact) => {
      if (fact === null) facts.delete(`${adapter} ${name}`);
      else facts.set(`${adapter} ${name}`, fact);
    },
    recall: async (adapter, beginning) =>
      new Map(
        [...facts]
          .filter(([name]) => name.startsWith(`${adapter} ${beginning}`))
          .map(([name, fact]) => [name.slice(adapter.length + 1), fact]),
      ),
    resume: async (_adapter, destination) => void resumed.push(destination),
    find: async (adapter, ref) => {
      if (failing) throw failing;
      return posted.get(`${adapter} ${ref}`) ?? null;
    },
    confirm: async (adapter, destination, delivery, ref, of = refOf(notice)) => {
      const expected = awaited.get(delivery);
      const accepted = expected !== undefined && isAt(expected, destination) && isSame(of, refOf(notice));
      if (accepted) posted.set(`${adapter} ${ref}`, refOf(notice));
      confirmed.push({ delivery, posted: ref, accepted });
      return accepted;
    },
    look: async (of) => (of.conversationId === notice.conversationId ? notice : null),
    arrived: async (_adapter, _destination, delivery) => void arrived.push(delivery),
    suppress: async (address, why, delivery) => {
      if (failing) throw failing;
      suppressed.push({ address, ...why, delivery });
    },
    unsubscribe: async (chatbotId, address) => {
      if (failing) throw failing;
      const key = `${chatbotId} ${address}`;
      if (!chatbots.some(({ id }) => id === chatbotId)) return "unknown";
      if (unsubscribed.includes(key)) return "already";
      unsubscribed.push(key);
      return "done";
    },
  };

  return {
    ...desk,
    acts,
    resumed,
    paused,
    facts,
    confirmed,
    arrivals: arrived,
    suppressed,
    unsubscribed,
    connected,
    notice: () => notice,
    /** Things changed elsewhere. */
    becomes: (changed: EscalationNotice) => {
      notice = changed;
    },
    /** This message is the card of the conversation's present episode. */
    knows: (adapter: string, ref: PostedRef, of: EscalationRef = refOf(notice)) =>
      void posted.set(`${adapter} ${ref}`, of),
    /** A delivery is under way to that place, its answer not in yet. */
    awaits: (delivery: DeliveryId, destination: Destination) => void awaited.set(delivery, destination),
    /** The last escalation could not be shown anywhere. */
    loses: (reason: string) => {
      lost = reason;
    },
    breaks: (error: Error | null) => {
      failing = error;
    },
  };
}

function refOf({ chatbot, conversationId, escalation }: EscalationNotice): EscalationRef {
  return { chatbotId: chatbot.id, conversationId, episode: escalation.episode };
}

function isSame(one: EscalationRef, other: EscalationRef): boolean {
  return (
    one.chatbotId === other.chatbotId && one.conversationId === other.conversationId && one.episode === other.episode
  );
}

function isAt(one: Destination, other: Destination): boolean {
  return one.account === other.account && one.address === other.address;
}
