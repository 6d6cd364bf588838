import type { types } from "@slack/bolt";
import { z } from "zod";
import type { ChatbotId, ConversationId, DeliveryId, EscalationNotice } from "../../core/index.ts";

export type Verb = "claim" | "resolve" | "reopen";

export const actionIds = {
  claim: "escalation.claim",
  resolve: "escalation.resolve",
  reopen: "escalation.reopen",
  open: "escalation.open",
} as const;

/** What a button brings back. The delivery tells which card it is, should Slack's answer to its posting have been lost. */
const Value = z.object({
  b: z
    .string()
    .min(1)
    .transform((id) => id as ChatbotId),
  c: z
    .string()
    .min(1)
    .transform((id) => id as ConversationId),
  e: z.number().int().positive(),
  d: z
    .string()
    .min(1)
    .transform((id) => id as DeliveryId)
    .optional(),
});
export type ButtonValue = z.infer<typeof Value>;

export function readButtonValue(value: string | undefined): ButtonValue | null {
  try {
    return Value.safeParse(JSON.parse(value ?? "")).data ?? null;
  } catch {
    return null;
  }
}

/** Claim while nobody has, Resolve while open, Reopen when resolved. */
export function buttonsFor(notice: EscalationNotice, delivery: DeliveryId | null): types.Button[] {
  const value = JSON.stringify({
    b: notice.chatbot.id,
    c: notice.conversationId,
    e: notice.escalation.episode,
    ...(delivery && { d: delivery }),
  });
  const press = (verb: Verb, text: string, primary = false): types.Button => ({
    type: "button",
    action_id: actionIds[verb],
    text: { type: "plain_text", text },
    value,
    ...(primary && { style: "primary" as const }),
  });
  const { escalation } = notice;
  if (escalation.status === "resolved") return [press("reopen", "Reopen"), openTranscript(notice)];
  const resolve = press("resolve", "Resolve", true);
  return escalation.claimedBy
    ? [resolve, openTranscript(notice)]
    : [press("claim", "Claim"), resolve, openTranscript(notice)];
}

export function openTranscript({ transcriptUrl }: EscalationNotice): types.Button {
  return {
    type: "button",
    action_id: actionIds.open,
    text: { type: "plain_text", text: "Open transcript" },
    url: transcriptUrl,
  };
}
