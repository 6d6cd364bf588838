import { z } from "zod";
import { cleanText } from "../domain/clean-text.ts";
import { maxMarkdownLength } from "../markdown/parse-markdown.ts";
import type { Answer } from "./assistant.ts";
import { AssistantFailure } from "./assistant-failure.ts";

const maxFollowUps = 5;
const maxFollowUpLength = 200;
const maxReasonLength = 500;

const answerJson = z.object({
  reply: z.string().nullish(),
  follow_ups: z.array(z.string()).nullish(),
  escalate: z.object({ reason: z.string().nullish() }).nullish(),
});

/** `{reply, follow_ups?, escalate?: {reason}}`, as the customer's assistant sends it. */
export function readAnswer(json: unknown): Answer {
  const read = answerJson.safeParse(json);
  if (!read.success) throw new AssistantFailure(`The assistant's answer cannot be read: ${problemOf(read.error)}.`);
  const { reply, follow_ups, escalate } = read.data;
  return tidyAnswer({
    reply: reply ?? "",
    followUps: follow_ups ?? [],
    escalate: escalate ? { reason: escalate.reason ?? "" } : null,
  });
}

/** Clean, within limits, and never without anything to tell. */
export function tidyAnswer(answer: Answer): Answer {
  const reply = shorten(cleanText(answer.reply).trim(), maxMarkdownLength);
  if (reply === "" && answer.escalate === null) throw new AssistantFailure("The assistant's answer is empty.");
  const followUps = answer.followUps
    .map((followUp) => cleanText(followUp).trim())
    .filter((followUp) => followUp !== "" && followUp.length <= maxFollowUpLength);
  return {
    reply,
    followUps: [...new Set(followUps)].slice(0, maxFollowUps),
    escalate: answer.escalate && { reason: shorten(cleanText(answer.escalate.reason).trim(), maxReasonLength) },
  };
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : cleanText(`${text.slice(0, length - 1)}…`);
}

/** Names the field at fault, never its value. */
function problemOf(error: z.ZodError): string {
  const path = error.issues[0]?.path.join(".") ?? "";
  return path === "" ? "it is not an object with a reply" : `"${path}" is not of the right type`;
}
