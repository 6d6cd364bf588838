import { z } from "zod";
import type { ChatbotId, ConversationId, DeliveryId, EscalationNotice } from "../../core/index.ts";

export const verbs = ["claim", "resolve", "reopen"] as const;
export type Verb = (typeof verbs)[number];

/** What a button brings back. The delivery tells which card it is, should Teams' answer to its posting have been lost. */
const Value = z.object({
  verb: z.enum(verbs),
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

export function readButtonValue(value: unknown): ButtonValue | null {
  return Value.safeParse(value).data ?? null;
}

type Action = Readonly<Record<string, unknown>>;

/** Claim while nobody has, Resolve while open, Reopen when resolved. */
export function buttonsFor(notice: EscalationNotice, delivery: DeliveryId | null): Action[] {
  const { escalation } = notice;
  const value = {
    b: notice.chatbot.id,
    c: notice.conversationId,
    e: escalation.episode,
    ...(delivery && { d: delivery }),
  };
  const press = (verb: Verb, title: string, style = "default"): Action => ({
    type: "Action.Execute",
    title,
    verb,
    style,
    data: { ...value, verb },
    // Clients from before Action.Execute send this as a message.
    fallback: { type: "Action.Submit", title, data: { ...value, verb } },
  });
  const open = openTranscript(notice);
  if (escalation.status === "resolved") return [press("reopen", "Reopen"), open];
  const resolve = press("resolve", "Resolve", "positive");
  return escalation.claimedBy ? [resolve, open] : [press("claim", "Claim"), resolve, open];
}

export function openTranscript({ transcriptUrl }: Pick<EscalationNotice, "transcriptUrl">): Action {
  return { type: "Action.OpenUrl", title: "Open transcript", url: transcriptUrl };
}
