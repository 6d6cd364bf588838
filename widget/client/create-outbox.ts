import { backoff } from "./backoff.ts";
import type { Letter, Outgoing } from "./chat-state.ts";
import { createPause, type Pause } from "./create-pause.ts";
import type { Answer } from "./create-requests.ts";
import type { Shelf } from "./create-shelf.ts";

export interface Outbox {
  send(letter: Letter): void;
  /** Again at once: this one if it was refused, and whatever waits. */
  retry(id: string): void;
  discard(id: string): void;
  /** It left the list, in whichever way: the next page need not send it. */
  forget(id: string): void;
  wake(): void;
  /** What an earlier page could not get through. */
  restore(): void;
}

interface Surroundings {
  readonly shelf: Shelf;
  readonly firstRetryMs: number;
  list(): readonly Outgoing[];
  show(list: readonly Outgoing[]): void;
  deliver(letter: Letter): Promise<Answer<unknown>>;
  onDelivered(letter: Letter, body: unknown): void;
}

/**
 * Everything written or asked stays in storage until the server has confirmed it. Messages go one after another;
 * a request for a human does not wait behind a message that is stuck.
 */
export function createOutbox({ shelf, firstRetryMs, list, show, deliver, onDelivered }: Surroundings): Outbox {
  const lanes = [lane((letter) => letter.kind === "message"), lane((letter) => letter.kind !== "message")];

  function lane(takes: (letter: Letter) => boolean) {
    const pause = createPause();
    let busy = false;
    async function work() {
      if (busy) return;
      busy = true;
      const next = () => list().find((letter) => takes(letter) && letter.phase !== "refused");
      let attempt = 0;
      for (let letter = next(); letter !== undefined; letter = next()) {
        const answer = await deliver(letter);
        if (answer.kind === "ok") {
          attempt = 0;
          onDelivered(letter, answer.body);
          discard(letter.id);
        } else if (answer.kind === "refused") {
          attempt = 0;
          if (letter.kind === "rating") discard(letter.id);
          else mark(letter.id, "refused", answer.problem?.title ?? null);
        } else {
          const delay = answer.afterMs ?? backoff(attempt++, firstRetryMs);
          mark(letter.id, answer.status === 429 ? "slowed" : "waiting", null);
          await pause.wait(delay, answer.afterMs !== null);
        }
      }
      busy = false;
    }
    return { pause, work };
  }

  const mark = (id: string, phase: Outgoing["phase"], why: string | null) =>
    show(list().map((letter) => (letter.id === id ? { ...letter, phase, why } : letter)));

  const workAll = (rouse: (pause: Pause) => void) => {
    for (const { pause, work } of lanes) {
      rouse(pause);
      void work();
    }
  };

  const discard = (id: string) => show(list().filter((letter) => letter.id !== id));

  return {
    discard,
    forget: (id) => keep(shelf, (letters) => letters.filter((letter) => letter.id !== id)),
    send(letter) {
      show([...list(), { ...letter, phase: "sending", why: null }]);
      keep(shelf, (letters) => [...letters, letter]);
      workAll(() => {});
    },
    retry(id) {
      mark(id, "sending", null);
      workAll((pause) => pause.end());
    },
    wake: () => workAll((pause) => pause.wake()),
    restore() {
      const known = new Set(list().map((letter) => letter.id));
      const left = stored(shelf).filter((letter) => !known.has(letter.id));
      show([...left.map((letter) => ({ ...letter, phase: "sending" as const, why: null })), ...list()]);
      workAll(() => {});
    },
  };
}

/** Read again before every write: another tab may have added its own. */
function keep(shelf: Shelf, change: (letters: readonly Letter[]) => readonly Letter[]) {
  const letters = change(stored(shelf));
  shelf.set("outbox", letters.length === 0 ? null : JSON.stringify(letters));
}

function stored(shelf: Shelf): readonly Letter[] {
  try {
    const letters: unknown = JSON.parse(shelf.get("outbox") ?? "[]");
    return Array.isArray(letters) ? letters.filter((letter) => typeof letter?.id === "string") : [];
  } catch {
    return [];
  }
}
