import nock from "nock";
import { afterAll, afterEach, beforeAll } from "vitest";
import { installSlack } from "../../../adapters/slack/index.ts";
import type { Delivery, Outcome } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { testKeys } from "../test-keys.ts";

export const slackHost = "https://slack.example";

/** Everything that leaves is answered by the test, at the HTTP line. */
export function answerForSlack(): void {
  beforeAll(() => {
    nock.disableNetConnect();
  });
  afterEach(() => {
    nock.cleanAll();
  });
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });
}

export async function deliver(delivery: Partial<Delivery> = {}, ms = 5000): Promise<Outcome> {
  const adapter = await installSlack({
    env: {
      SLACK_BOT_TOKEN: "xoxb-1-2-abc",
      SLACK_SIGNING_SECRET: "0123456789abcdef",
      SLACK_API_URL: `${slackHost}/api/`,
    },
    publicUrl: "https://desk.example",
    desk: recordingDesk(),
    log: recordingLog(),
    now: () => new Date(),
    keyFor: testKeys,
  });
  if (!adapter) throw new Error("Slack is not configured.");
  return adapter.deliver(aDelivery(delivery), AbortSignal.timeout(ms));
}

export const posting = () => nock(slackHost).post("/api/chat.postMessage");
export const editing = () => nock(slackHost).post("/api/chat.update");
export const refusing = (error: string) => posting().reply(200, { ok: false, error });

/** Answers the call, and gives what was sent. */
export function accepted(call: nock.Interceptor, answer: object): () => Record<string, string> {
  let sent: Record<string, string> = {};
  call.reply(200, (_uri, body) => {
    sent = Object.fromEntries(new URLSearchParams(String(body)));
    return answer;
  });
  return () => sent;
}
