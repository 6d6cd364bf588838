import { setTimeout as sleep } from "node:timers/promises";
import { GaveUp } from "./gave-up.ts";
import type { Remembered } from "./ledger.ts";
import { readCard } from "./read-card.ts";
import type { StandIn } from "./stand-in.ts";

export type Verb = "claim" | "resolve" | "reopen";

const people = ["U0ANA00001", "U0BEN00001", "U0CHLOE001"] as const;
const lookEveryMs = 400;

/** Somebody in Slack: presses a button of a card until Slack shows no warning, as people do. */
export function createAgent(slack: Pick<StandIn, "messagesIn" | "press">, random: () => number, signal: AbortSignal) {
  const user = people[Math.floor(random() * people.length)] ?? people[0];

  async function cardOf({ chatbot, conversationId }: Remembered, episode: number) {
    const messages = await slack.messagesIn(chatbot.channel);
    return messages
      .map(readCard)
      .findLast((card) => card?.conversationId === conversationId && card.episode === episode);
  }

  /** Whether the card already shows what the press was meant to bring: an earlier press, unanswered, had done it. */
  function isDone(verb: Verb, buttons: readonly string[]): boolean {
    if (verb === "reopen") return buttons.includes("resolve");
    if (verb === "resolve") return buttons.includes("reopen");
    return buttons.includes("resolve") && !buttons.includes("claim");
  }

  return async (verb: Verb, remembered: Remembered, episode: number): Promise<void> => {
    for (let pressed = false; ; await sleep(lookEveryMs * (0.5 + random()))) {
      if (signal.aborted) throw new GaveUp(`${verb} could not be pressed until the end.`);
      const card = await cardOf(remembered, episode);
      if (!card) continue;
      if (card.buttons.includes(verb)) {
        pressed = true;
        remembered.unanswered = verb;
        const actionId = `escalation.${verb}`;
        const press = { channel: remembered.chatbot.channel, ts: card.ts, actionId, user };
        const { status } = await slack.press(press).catch(() => ({ status: null }));
        if (status !== 200) continue;
      } else if (!pressed || !isDone(verb, card.buttons)) continue;
      remembered.unanswered = null;
      remembered.acts.push({ did: verb, user, episode });
      return;
    }
  };
}

export type Agent = ReturnType<typeof createAgent>;
