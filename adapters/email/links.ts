import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { AdapterContext, ChatbotId, ConversationId } from "../../core/index.ts";

/** What a link in a mail lets its reader do, once they press the button that it leads to. */
export type Offer = ResolveOffer | UnsubscribeOffer;

export interface ResolveOffer {
  readonly kind: "resolve";
  readonly chatbotId: ChatbotId;
  readonly conversationId: ConversationId;
  readonly episode: number;
  /** The conversation's number when it was offered: a resolution after that ends it. */
  readonly asOf: number;
  readonly email: string;
  readonly name: string;
  readonly expires: Date;
}

export interface UnsubscribeOffer {
  readonly kind: "unsubscribe";
  readonly chatbotId: ChatbotId;
  readonly email: string;
  readonly isOwner: boolean;
}

export type Links = ReturnType<typeof createLinks>;

/** Links signed so that only whoever got the mail can have them. */
export function createLinks({ keyFor, publicUrl }: Pick<AdapterContext, "keyFor" | "publicUrl">) {
  const sign = (payload: string) =>
    createHmac("sha256", keyFor("email links")).update(payload).digest().subarray(0, macBytes).toString("base64url");

  return {
    to(offer: Offer): string {
      const payload = Buffer.from(JSON.stringify(packed(offer))).toString("base64url");
      return `${publicUrl.replace(/\/$/, "")}/adapters/email/${offer.kind}/${payload}.${sign(payload)}`;
    },
    /** null for what was not made here. */
    read(kind: Offer["kind"], token: string): { readonly offer: Offer; readonly id: string } | null {
      if (token.length > 2_000) return null;
      const [payload = "", mac = "", ...more] = token.split(".");
      const expected = Buffer.from(sign(payload));
      const given = Buffer.from(mac);
      if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      const offer = unpacked(Buffer.from(payload, "base64url").toString("utf8"));
      return offer?.kind === kind ? { offer, id: mac } : null;
    },
  };
}

/** 128 bits: as many as nobody guesses, and the link stays short. */
const macBytes = 16;

const Packed = z.union([
  z.tuple([z.literal("r"), z.string(), z.string(), z.int(), z.int(), z.string(), z.string(), z.int()]),
  z.tuple([z.literal("u"), z.string(), z.string(), z.boolean()]),
]);

function packed(offer: Offer): z.infer<typeof Packed> {
  if (offer.kind === "unsubscribe") return ["u", offer.chatbotId, offer.email, offer.isOwner];
  const { chatbotId, conversationId, episode, asOf, email, name, expires } = offer;
  return ["r", chatbotId, conversationId, episode, asOf, email, name, Math.floor(expires.getTime() / 1_000)];
}

function unpacked(json: string): Offer | null {
  const read = Packed.safeParse(JSON.parse(json));
  // Signed by us, but perhaps by a version that packs otherwise.
  if (!read.success) return null;
  if (read.data[0] === "u") {
    const [, chatbotId, email, isOwner] = read.data;
    return { kind: "unsubscribe", chatbotId: chatbotId as ChatbotId, email, isOwner };
  }
  const [, chatbotId, conversationId, episode, asOf, email, name, expires] = read.data;
  return {
    kind: "resolve",
    chatbotId: chatbotId as ChatbotId,
    conversationId: conversationId as ConversationId,
    episode,
    asOf,
    email,
    name,
    expires: new Date(expires * 1_000),
  };
}
