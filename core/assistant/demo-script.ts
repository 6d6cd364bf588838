import type { Answer } from "./assistant.ts";

interface Scene {
  readonly when: RegExp;
  readonly answer: Pick<Answer, "reply"> & Partial<Answer>;
}

/** The first scene that fits is played. */
export const demoScript: readonly Scene[] = [
  {
    when: /\burgent|emergency|wrong (?:item|order|size|product)|order (?:is|was) wrong|(?:arrived|is|was) (?:broken|damaged)|charged twice|\bscam\b/i,
    answer: {
      reply: "I'm sorry about that! This needs a person, so **I'm calling a colleague right now**. Please stay here.",
      escalate: { reason: "The visitor reports an urgent problem with an order." },
    },
  },
  {
    when: /\b(?:human|person|agent|someone|somebody|representative|real people)\b/i,
    answer: { reply: "Of course. A colleague joins you here as soon as you ask for one with **Talk to a human**." },
  },
  {
    when: /\b(?:ship|deliver|postage|arrive|track)/i,
    answer: {
      reply:
        "We ship every weekday:\n\n- **Standard**: 2–4 days, €4.90, free from €50\n- **Express**: the next working day, €9.90\n\nYou get a tracking link by e-mail when your parcel leaves.",
      followUps: ["Do you ship abroad?", "How do returns work?"],
    },
  },
  {
    when: /\b(?:abroad|international|countr|customs|outside)/i,
    answer: {
      reply: "Yes, to all of the **EU, the UK, Norway and Switzerland**: 4–7 days, €12.90.",
      followUps: ["How long does shipping take?"],
    },
  },
  {
    when: /\b(?:return|refund|send (?:it )?back|money back|exchange)/i,
    answer: {
      reply:
        "You can send anything back within **30 days**, free of charge:\n\n1. Print the label from [your orders](https://example.com/orders)\n2. Pack it as it came\n3. Drop it at any post office\n\nThe refund reaches you within 5 days after the parcel reached us.",
      followUps: ["Can I exchange a lamp?", "What are your opening hours?"],
    },
  },
  {
    when: /\b(?:open|opening|hours|close[sd]?\b|closing|address|where are you|visit)/i,
    answer: {
      reply:
        "Our shop at **12 Harbour Street** is open:\n\n- **Monday to Friday**: 9:00–18:00\n- **Saturday**: 10:00–16:00",
      followUps: ["How long does shipping take?"],
    },
  },
  {
    when: /\b(?:size|sizing|fit|fits|small|large|measure)/i,
    answer: {
      reply:
        "Table lamps are 32–45 cm tall, pendants 20–50 cm wide. All measures are in the [size guide](https://example.com/sizes).",
      followUps: ["How do returns work?"],
    },
  },
  {
    when: /\b(?:price|cost|how much|discount|voucher|coupon|cheap|sale)/i,
    answer: {
      reply:
        "Table lamps start at **€89**, pendants at **€149**. With the code `HELLO10` your first order is 10 % off.",
      followUps: ["How much is shipping?", "How can I pay?"],
    },
  },
  {
    when: /\b(?:pay|payment|card|paypal|invoice)/i,
    answer: { reply: "You can pay by **card**, **PayPal** or **invoice** (30 days)." },
  },
  {
    when: /\b(?:thanks?|thank you|thx|great|perfect|cheers)\b/i,
    answer: { reply: "You're welcome! Is there anything else?" },
  },
  {
    when: /^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|hola|bonjour|hallo|ciao)\b/i,
    answer: {
      reply: "Hi! I'm the shop's assistant. I know about shipping, returns, sizes, prices and opening hours.",
      followUps: ["How long does shipping take?", "How do returns work?", "What are your opening hours?"],
    },
  },
];

export const fallback: Scene["answer"] = {
  reply: `That is beyond me, I'm afraid. I don't want to guess; a colleague can answer that here. Or try one of these:`,
  followUps: ["How long does shipping take?", "How do returns work?", "What are your opening hours?"],
};
