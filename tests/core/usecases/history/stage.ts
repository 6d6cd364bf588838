import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Agent, ChatbotId, ConversationId, Delivery, Verdict } from "../../../../core/index.ts";
import { startStandInAssistant } from "../../../stand-ins/assistant/stand-in-assistant.ts";
import { createBell, delivered } from "../../../support/bell.ts";
import type { Home } from "../../../support/database.ts";
import { eventually, openDeskbell } from "../../../support/deskbell.ts";
import { arrive } from "../../../support/visitor.ts";
import type { Act, History } from "./acts.ts";

export interface Press {
  readonly verb: "claim" | "resolve" | "reopen";
  readonly by: Agent;
  readonly episode: number;
  readonly verdict: Verdict["kind"];
}

/** What was done in a conversation, and what whoever did it was answered. */
export interface Played {
  readonly chatbotId: ChatbotId;
  readonly conversationId: ConversationId;
  readonly presses: readonly Press[];
  readonly said: readonly { readonly clientId: string; readonly status: number; readonly seq: number }[];
  readonly asked: readonly { readonly clientId: string; readonly status: number }[];
  readonly told: readonly Delivery[];
  readonly log: Awaited<ReturnType<Awaited<ReturnType<typeof openDeskbell>>["deliveryLog"]>>;
  /** Lanes in which a delivery began before the one before it was over. */
  readonly atOnce: readonly string[];
}

/** Its first forgets, its second reopens when the visitor writes. */
export const chatbots = [
  { id: "00000000-0000-4000-8000-00000000000a", name: "Lamps" },
  { id: "00000000-0000-4000-8000-00000000000b", name: "Chairs", settings: { reopen_on_visitor_message: true } },
] as const;
export const rooms = ["hall", "attic"] as const;

/** A Deskbell on which histories are played: visitors over HTTP, agents through the desk, the assistant in its lane. */
export async function openStage(home: Home) {
  const bell = createBell();
  const assistant = await startStandInAssistant();
  const inFlight = new Set<string>();
  const atOnce: string[] = [];
  bell.answers(async (delivery) => {
    const lane = `${conversationOf(delivery)} ${delivery.destination.address}`;
    if (inFlight.has(lane)) atOnce.push(lane);
    inFlight.add(lane);
    // Long enough for others to come in behind it.
    await sleep(Math.random() * 4);
    inFlight.delete(lane);
    return delivered(delivery);
  });
  const deskbell = await openDeskbell(home, {
    adapters: [bell.install],
    chatbots,
    alertsPerMinute: 1_000_000,
    unreachedAfterMs: 3_600_000,
    env: { ASSISTANT_URL: assistant.assistantUrl },
  });
  for (const chatbot of chatbots) for (const room of rooms) await bell.connect(room, chatbot.id);

  async function play(history: History, chatbotId: string): Promise<Played> {
    const visitor = await arrive(deskbell.url, chatbotId);
    const conversationId = visitor.session.conversation_id as ConversationId;
    const of = { chatbotId: chatbotId as ChatbotId, conversationId };
    const presses: Press[] = [];
    const said: Played["said"][number][] = [];
    const asked: Played["asked"][number][] = [];
    const done: (() => Promise<void>)[] = [];
    let episode = 0;

    /** The act with its cause, to be done now or again. */
    function make(act: Act): () => Promise<void> {
      const earlier = act.again === null || done.length === 0 ? undefined : done[act.again % done.length];
      if (earlier) return earlier;
      const id = randomUUID();
      if (act.does === "says") {
        return async () => {
          const { status, body } = await visitor.says(`I say ${id}`, id);
          said.push({ clientId: id, status, seq: body.message?.seq });
        };
      }
      if (act.does === "asks") {
        return async () => {
          const { status, body } = await visitor.asksForHuman("inline_cta", id);
          asked.push({ clientId: id, status });
          episode = Math.max(episode, body.status?.episode ?? 0);
        };
      }
      const by: Agent = { name: `Agent ${done.length}`, surface: act.surface, externalId: id };
      const meant = Math.max(1, episode - act.late);
      return async () => {
        const verdict = await bell.desk()[act.does]({ ...of, episode: meant }, { by, id });
        presses.push({ verb: act.does, by, episode: meant, verdict: verdict.kind });
        episode = Math.max(episode, verdict.notice?.escalation.episode ?? 0);
      };
    }

    for (const { acts, assistantHandsOver } of history) {
      assistant.replyWith({ reply: "Let me see.", ...(assistantHandsOver && { escalate: { reason: "too hard" } }) });
      const round = acts.map((act) => {
        const one = make(act);
        done.push(one);
        return one;
      });
      await Promise.all(round.map((act) => act()));
    }
    const log = await eventually(async () => {
      const all = await deskbell.deliveryLog(chatbotId, conversationId);
      return all.every((each) => each.settledAt !== null) && all;
    });
    const told = bell.rung.filter((each) => conversationOf(each) === conversationId);
    const mine = atOnce.filter((lane) => lane.startsWith(conversationId));
    return { ...of, presses, said, asked, told, log, atOnce: mine };
  }

  return {
    play,
    env: deskbell.env,
    lines: deskbell.lines,
    /** The data stays. */
    stop: deskbell.stop,
    async close() {
      await deskbell.close();
      await assistant.close();
    },
  };
}

function conversationOf({ event }: Delivery): string {
  return "conversationId" in event ? event.conversationId : "";
}
