import { onTestFinished } from "vitest";
import { installSlack } from "../../../adapters/slack/index.ts";
import type { Delivery, PostedRef } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { startStandInSlack } from "../../stand-ins/slack/stand-in-slack.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { serveCallbacks } from "../serve-callbacks.ts";
import { testKeys } from "../test-keys.ts";
import { httpEnv, socketEnv, supportChannel } from "./slack-platform.ts";

interface Setting {
  readonly mode?: "http" | "socket";
  readonly env?: Readonly<Record<string, string>>;
  readonly desk?: ReturnType<typeof recordingDesk>;
  readonly slack?: Parameters<typeof startStandInSlack>[0];
  /** false: nobody asks Slack who we are, and no socket is opened. */
  readonly running?: boolean;
}

/** A stand-in Slack with #support, the adapter served over HTTP, and a desk; all gone when the test is over. */
export async function aSlackDesk(setting: Setting = {}) {
  const { mode = "http", desk = recordingDesk(), running = true } = setting;
  const slack = await startStandInSlack({ eventRetryDelaysMs: [0, 50, 50], ...setting.slack });
  slack.createChannel({ id: supportChannel, name: "support" });
  const log = recordingLog();
  const adapter = await installSlack({
    env: { ...(mode === "http" ? httpEnv(slack) : socketEnv(slack)), ...setting.env },
    publicUrl: "https://desk.example",
    desk,
    log,
    now: () => new Date(),
    keyFor: testKeys,
  });
  if (!adapter) throw new Error("Slack is not configured.");
  const server = await serveCallbacks(adapter);
  slack.sendCallbacksTo(`${server.url}/events`);
  const ending = new AbortController();
  const ran = running ? adapter.run?.(ending.signal) : undefined;

  async function stop(): Promise<void> {
    ending.abort();
    await ran;
    await server.stop();
    await slack.stop();
  }
  onTestFinished(stop);

  const deliver = (delivery: Partial<Delivery> = {}, signal = AbortSignal.timeout(15_000)) =>
    adapter.deliver(aDelivery(delivery), signal);

  return {
    slack,
    desk,
    log,
    adapter,
    eventsUrl: `${server.url}/events`,
    deliver,
    /** Posts the conversation's card and makes the desk know it. */
    async postCard(delivery: Partial<Delivery> = {}): Promise<{ ref: PostedRef; ts: string }> {
      const outcome = await deliver({ notice: desk.notice(), ...delivery });
      if (outcome.kind !== "delivered" || !outcome.posted) throw new Error(`No card: ${JSON.stringify(outcome)}`);
      desk.knows("slack", outcome.posted);
      await slack.settled();
      return { ref: outcome.posted, ts: outcome.posted.split("/")[1] ?? "" };
    },
    press: (verb: string, ts: string, how: Partial<Parameters<typeof slack.click>[0]> = {}) =>
      slack.click({ channel: supportChannel, ts, actionId: `escalation.${verb}`, ...how }),
    /** What the last person who pressed or typed something was told. */
    told: () => slack.ephemerals().map(({ user, text }) => ({ user, text })),
  };
}
