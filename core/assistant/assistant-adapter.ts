import type { Adapter, Delivery, Log, Outcome, Planned } from "../adapter.ts";
import { type ConversationEvent, type DeskEvent, isOfConversation } from "../domain/events.ts";
import { parseMarkdown } from "../markdown/parse-markdown.ts";
import { askInTime } from "./ask-in-time.ts";
import type { Answer, Assistant, Turn } from "./assistant.ts";
import { AssistantFailure } from "./assistant-failure.ts";
import type { Turns } from "./turns.ts";

/** Longer than this, and the visitor is told and offered a human. */
const answerWithinMs = 30_000;

/** The assistant's turn is work in a lane like any other: a crash in the middle neither loses it nor shows it twice. */
export function createAssistantAdapter(parts: {
  readonly assistant: Assistant;
  readonly turns: Turns;
  readonly log: Log;
  readonly budgetMs?: number;
}): Adapter {
  const { assistant, turns, log, budgetMs = answerWithinMs } = parts;

  async function deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
    const { event } = delivery;
    if (!isVisitorMessage(event)) return { kind: "rejected", reason: "Only a visitor's message asks for an answer." };
    const turn = await turns.take(event);
    if (turn === null) return { kind: "delivered", unseen: true };
    const answer = await ask(turn, signal);
    if (answer === "shutting down") return { kind: "retry", reason: "Deskbell is shutting down.", afterMs: 0 };
    if (answer instanceof AssistantFailure) {
      log.warn({ conversation: event.conversationId, reason: answer.message }, "the assistant did not answer");
      await turns.failed(event, answer.message, delivery.id);
    } else {
      await turns.answered(event, { ...answer, tree: parseMarkdown(answer.reply) }, delivery.id);
    }
    return { kind: "delivered", unseen: true };
  }

  async function ask(turn: Turn, signal: AbortSignal): Promise<Answer | AssistantFailure | "shutting down"> {
    try {
      return await askInTime(assistant, turn, budgetMs, signal);
    } catch (error) {
      if (signal.aborted) return isTimeout(signal.reason) ? tooLate : "shutting down";
      if (error instanceof AssistantFailure) return error;
      // Its message might repeat what a visitor wrote.
      log.error({ error: error instanceof Error ? error.name : typeof error }, "a bug in the assistant's code");
      return new AssistantFailure("The assistant failed unexpectedly.");
    }
  }

  return { name: "assistant", plan, deliver };
}

function plan(event: DeskEvent): readonly Planned[] {
  if (!isVisitorMessage(event)) return [];
  return [{ destination: { account: "assistant", address: "assistant" }, effect: "message" }];
}

const tooLate = new AssistantFailure("The assistant did not answer in time.");

/** A lane's own limit is not a shutdown: asking again would only keep the visitor waiting. */
function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === "TimeoutError";
}

function isVisitorMessage(event: DeskEvent): event is ConversationEvent {
  return isOfConversation(event) && event.type === "message.received";
}
