import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebClient } from "@slack/web-api";
import { readBody } from "../read-body.ts";
import { type StandInSlack, startStandInSlack } from "./stand-in-slack.ts";

export interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

type Answer = (response: ServerResponse, heard: Heard) => void;

/** An app that hears what the stand-in tells it and answers as the test wants. */
export async function startListeningApp() {
  const heard: Heard[] = [];
  let answer: Answer = (response) => response.writeHead(200).end();
  const app = createServer(async (request, response) => {
    const entry = { headers: request.headers, body: (await readBody(request)).toString() };
    heard.push(entry);
    answer(response, entry);
  });
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const { port } = app.address() as AddressInfo;
  const slack = await startStandInSlack({
    callbacksUrl: `http://127.0.0.1:${port}/adapters/slack/events`,
    eventRetryDelaysMs: [0, 10, 20],
    callbackTimeoutMs: 600,
  });
  slack.createChannel({ id: "C1", name: "support" });
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });

  return {
    slack,
    client,
    heard,
    last: (): Heard => heard.at(-1) ?? { headers: {}, body: "" },
    answerWith: (wanted: Answer): void => {
      answer = wanted;
    },
    postCard: () => postCard(slack, client),
    isSigned: (one: Heard | undefined): boolean => one !== undefined && isSigned(one, slack),
    async stop(): Promise<void> {
      await slack.stop();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

export const json = (heard: Heard | undefined) => JSON.parse(heard?.body ?? "");
export const interaction = ({ body }: Heard) => JSON.parse(new URLSearchParams(body).get("payload") ?? "");

function isSigned({ headers, body }: Heard, { signingSecret }: StandInSlack): boolean {
  const text = `v0:${headers["x-slack-request-timestamp"]}:${body}`;
  return headers["x-slack-signature"] === `v0=${createHmac("sha256", signingSecret).update(text).digest("hex")}`;
}

async function postCard(slack: StandInSlack, client: WebClient): Promise<string> {
  const resolve = { type: "button" as const, text: { type: "plain_text" as const, text: "Resolve" } };
  const { ts = "" } = await client.chat.postMessage({
    channel: "C1",
    text: "Card",
    metadata: { event_type: "deskbell", event_payload: { key: "k1" } },
    blocks: [{ type: "actions", block_id: "b1", elements: [{ ...resolve, action_id: "resolve", value: "v1" }] }],
  });
  await slack.settled();
  return ts;
}
