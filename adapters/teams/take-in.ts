import type { Log } from "../../core/index.ts";
import type { PressButton, Shown } from "./actions.ts";
import type { Activity } from "./activity.ts";
import { type AnswerCommand, isToUs } from "./commands.ts";
import type { Sent } from "./connector.ts";
import type { FollowLifecycle } from "./lifecycle.ts";

export interface Answer {
  readonly status: number;
  readonly body?: object;
}

const rememberedAnswers = 1000;

interface Wiring {
  readonly pressButton: PressButton;
  readonly answerCommand: AnswerCommand;
  readonly followLifecycle: FollowLifecycle;
  /** Says something where the activity came from. Best effort, never awaited. */
  readonly say: (activity: Activity, sent: Sent) => void;
  readonly log: Log;
}

/** What a genuine activity asks for: acts first, then answers. */
export function createTakeIn({ pressButton, answerCommand, followLifecycle, say, log }: Wiring) {
  const answered = rememberAnswered();
  return async (activity: Activity): Promise<Answer> => {
    switch (activity.type) {
      case "invoke":
        if (activity.name !== "adaptiveCard/action") return { status: 501 };
        return toInvoke(await press(activity, dataOf(activity.value), "card"));
      case "message":
        await hear(activity);
        return { status: 200 };
      default: {
        const said = await followLifecycle(activity);
        if (said) say(activity, plain(said));
        return { status: 200 };
      }
    }
  };

  /** A failure is told in the card's place, so that nobody believes the press was taken. */
  async function press(activity: Activity, data: unknown, as: "card" | "message"): Promise<Shown> {
    try {
      return await pressButton(activity, data, as);
    } catch (error) {
      log.error(
        { err: error instanceof Error ? error.message : String(error) },
        "Teams: a press could not be taken in",
      );
      return { sentence: "That did not work just now, and nothing was changed. Press again in a moment." };
    }
  }

  async function hear(activity: Activity): Promise<void> {
    if (activity.value !== undefined && activity.value !== null && !activity.text?.trim()) {
      // An old client's press: it gets no card back, so it is told in the thread what is true.
      const shown = await press(activity, activity.value, "message");
      const said = "sentence" in shown ? shown.sentence : shown.truth;
      if (said) say(activity, { type: "message", textFormat: "plain", text: said });
      return;
    }
    if (!isToUs(activity)) return;
    const said = await answerCommand(activity);
    if (said !== null && answered.first(activity)) say(activity, plain(said));
  }
}

export type TakeIn = ReturnType<typeof createTakeIn>;

/** Teams sends an activity again when our answer was late. Best effort: what a command changes is kept apart by its cause. */
function rememberAnswered() {
  const known = new Set<string>();
  return {
    first({ conversation, id }: Activity): boolean {
      const key = `${conversation.id} ${id}`;
      if (known.has(key)) return false;
      known.add(key);
      if (known.size > rememberedAnswers) known.delete(known.values().next().value ?? "");
      return true;
    },
  };
}

function plain(text: string): Sent {
  return { type: "message", textFormat: "plain", text };
}

function dataOf(value: unknown): unknown {
  const action = typeof value === "object" && value !== null && "action" in value ? value.action : null;
  if (typeof action !== "object" || action === null) return null;
  const data = "data" in action && typeof action.data === "object" ? action.data : null;
  const verb = data !== null && "verb" in data ? data.verb : undefined;
  // A button of ours says its verb twice, and the same.
  return "verb" in action && action.verb === verb ? data : null;
}

function toInvoke(shown: Shown): Answer {
  const body =
    "card" in shown
      ? { statusCode: 200, type: "application/vnd.microsoft.card.adaptive", value: shown.card }
      : { statusCode: 200, type: "application/vnd.microsoft.activity.message", value: shown.sentence };
  return { status: 200, body };
}
