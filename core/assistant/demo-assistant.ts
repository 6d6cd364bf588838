import { setTimeout as pause } from "node:timers/promises";
import type { Answer, Assistant, Turn } from "./assistant.ts";
import { demoScript, fallback } from "./demo-script.ts";

/** So that the widget can be seen waiting for an answer. */
const thinkingMs = 250;

/** A small scripted shop assistant, so that everything can be tried without an account anywhere. */
export function createDemoAssistant(): Assistant {
  return {
    async answer(turn, signal) {
      await pause(thinkingMs, undefined, { signal });
      return answerTo(turn);
    },
  };
}

function answerTo(turn: Turn): Answer {
  const question = turn.messages.findLast((message) => message.author === "visitor")?.text ?? "";
  const scene = demoScript.find(({ when }) => when.test(question));
  return { followUps: [], escalate: null, ...(scene?.answer ?? fallback) };
}
