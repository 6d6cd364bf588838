import { type Attempt, createDeliveries, unheard } from "../../deliver.ts";
import { postCallback } from "../../post-callback.ts";
import { authorization } from "../identity/authorization.ts";
import type { Kind, Misbehaviour } from "../misbehaviour.ts";
import type { Settings } from "../settings.ts";
import type { Activity, Callback, DeliveryOptions, Outcome } from "./callback.ts";
import { mergePatch } from "./merge-patch.ts";

interface Wires {
  readonly settings: Settings;
  readonly misbehaviour: Misbehaviour;
  readonly serviceUrl: () => string;
  readonly callbacksUrl: () => string | undefined;
}

export type TeamsDeliveries = ReturnType<typeof teamsDeliveries>;

/** POSTs signed activities to the bot. What is not heard is sent again with the same id, but for presses. */
export function teamsDeliveries({ settings, misbehaviour, serviceUrl, callbacksUrl }: Wires) {
  const { deliver, ...rest } = createDeliveries<Callback, DeliveryOptions>({
    misdeedFor: ({ kind, channel }) => misbehaviour.forCallback(kind, channel),
    retryDelaysMs: ({ kind }, { insist }) => (kind === "invoke" && !insist ? [] : settings.activityRetryDelaysMs),
    isHeard: ({ via, status }) => via === "nobody" || (status !== null && status < 500),
    send,
  });

  async function send({ body, kind }: Callback, { signal }: Attempt, { signing }: DeliveryOptions): Promise<Outcome> {
    const url = callbacksUrl();
    if (url === undefined) return { ...unheard, error: "Nobody listens: no callbacks URL is set." };
    const { outcome } = await postCallback({
      url,
      body,
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0; stand-in)",
        ...authorization(settings, serviceUrl(), signing),
      },
      tooLongMs: settings.callbackTimeoutMs,
      // For a press it is worth knowing what came in the end.
      patienceMs: settings.callbackTimeoutMs * (kind === "invoke" ? 3 : 1),
      signal,
    });
    return outcome;
  }

  return {
    ...rest,
    deliver(activity: Activity, channel: string | undefined, how: DeliveryOptions = {}): Promise<Outcome> {
      const bent = Object(mergePatch(activity, how.activity ?? {}));
      return deliver({ kind: kindOf(activity), channel, activity: bent, body: JSON.stringify(bent) }, how);
    },
  };
}

function kindOf({ type }: Activity): Kind {
  return type === "invoke" || type === "message" ? type : "update";
}
