import { setTimeout as sleep } from "node:timers/promises";
import { GaveUp } from "./gave-up.ts";
import type { Remembered, Verb } from "./ledger.ts";
import type { Buttons, Person } from "./platforms/platform.ts";

/** Where buttons may be pressed. */
export interface Surface extends Buttons {
  readonly name: string;
}

const lookEveryMs = 400;

/** Somebody of the team, wherever they just are: presses a button of a card until they see no warning, as people do. */
export function createAgent(surfaces: readonly Surface[], random: () => number, signal: AbortSignal) {
  const anyOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const seats = surfaces.flatMap((surface) => {
    const person = anyOf(surface.people);
    return person ? [{ surface, person }] : [];
  });

  return async (verb: Verb, remembered: Remembered, episode: number): Promise<void> => {
    const seat = anyOf(seats);
    if (!seat) throw new Error("No platform has buttons.");
    await insist(seat.surface, seat.person, verb, remembered, episode);
    remembered.unanswered = null;
    remembered.acts.push({ did: verb, surface: seat.surface.name, knownBy: seat.person.knownBy, episode });
  };

  async function insist(surface: Surface, person: Person, verb: Verb, remembered: Remembered, episode: number) {
    for (let pressed = false; ; await sleep(lookEveryMs * (0.5 + random()))) {
      if (signal.aborted) throw new GaveUp(`${verb} could not be pressed in ${surface.name} until the end.`);
      const all = await surface.cards(remembered.chatbot, person);
      const cards = all.filter((card) => card.conversationId === remembered.conversationId && card.episode === episode);
      // If there are two, the buttons of both act.
      const card = anyOf(cards.filter(({ buttons }) => buttons.includes(verb)));
      if (card) {
        pressed = true;
        remembered.unanswered = verb;
        if (await surface.press(card, verb, person)) return;
      } else if (pressed && cards.some(({ buttons }) => isDone(verb, buttons))) return;
    }
  }
}

export type Agent = ReturnType<typeof createAgent>;

/** Whether a card already shows what the press was meant to bring: an earlier press, unanswered, had done it. */
function isDone(verb: Verb, buttons: readonly Verb[]): boolean {
  if (verb === "reopen") return buttons.includes("resolve");
  if (verb === "resolve") return buttons.includes("reopen");
  return buttons.includes("resolve") && !buttons.includes("claim");
}
