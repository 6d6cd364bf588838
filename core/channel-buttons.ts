import { z } from "zod";
import type { Destination, EscalationDesk, EscalationRef, PostedRef } from "./adapter.ts";
import type { Escalation } from "./domain/escalation.ts";
import type { ChatbotId, ConversationId, DeliveryId } from "./domain/ids.ts";
import type { EscalationNotice } from "./domain/notice.ts";

export const verbs = ["claim", "resolve", "reopen"] as const;
export type Verb = (typeof verbs)[number];

const Value = z.object({
  b: id<ChatbotId>(),
  c: id<ConversationId>(),
  e: z.number().int().positive(),
  d: id<DeliveryId>().optional(),
});

/** What a button brings back. The delivery tells which card it is, should the answer to its posting have been lost. */
export type ButtonValue = z.infer<typeof Value>;

/** null for what was never ours: platforms bring back what people's clients send. */
export function readButtonValue(value: unknown): ButtonValue | null {
  return Value.safeParse(value).data ?? null;
}

export function buttonValue(notice: EscalationNotice, delivery: DeliveryId | null): ButtonValue {
  const { chatbot, conversationId, escalation } = notice;
  return { b: chatbot.id, c: conversationId, e: escalation.episode, ...(delivery && { d: delivery }) };
}

/** Claim while nobody has, Resolve while open, Reopen when resolved. */
export function verbsFor(escalation: Escalation): readonly Verb[] {
  if (escalation.status === "resolved") return ["reopen"];
  return escalation.claimedBy ? ["resolve"] : ["claim", "resolve"];
}

export const verbInWords = { claim: "Claim", resolve: "Resolve", reopen: "Reopen" } as const satisfies Record<
  Verb,
  string
>;

/** Which escalation a pressed card is about; null for a card that is none of ours, or not the one that it says it is. */
export function createReadPress(desk: EscalationDesk, adapter: string) {
  return async (value: ButtonValue | null, card: PostedRef, at: Destination): Promise<EscalationRef | null> => {
    if (!value) return null;
    const of = { chatbotId: value.b, conversationId: value.c, episode: value.e };
    const known = await desk.find(adapter, card);
    if (known) return isSame(known, of) ? of : null;
    // A card whose posting was never confirmed to us: the press on it is the receipt. It counts only if its delivery was
    // sent to this very channel, for this very episode: it is this card, or a copy of it.
    return value.d && (await desk.confirm(adapter, at, value.d, card, of)) ? of : null;
  };
}

function isSame(one: EscalationRef, other: EscalationRef): boolean {
  return (
    one.chatbotId === other.chatbotId && one.conversationId === other.conversationId && one.episode === other.episode
  );
}

function id<T extends string>() {
  return z
    .string()
    .min(1)
    .transform((text) => text as T);
}
