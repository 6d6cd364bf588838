import { SocketModeClient } from "@slack/socket-mode";
import { LogLevel, WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type StandInSlack, startStandInSlack } from "./stand-in-slack.ts";

let slack: StandInSlack;
let app: SocketModeClient;

beforeEach(async () => {
  slack = await startStandInSlack({ socketAckTimeoutMs: 500, eventRetryDelaysMs: [0, 10, 20] });
  slack.createChannel({ id: "C1", name: "support" });
  app = new SocketModeClient({
    appToken: slack.appToken,
    logger: quiet,
    // Also the client's wait before it connects again.
    clientPingTimeout: 1000,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
});
afterEach(async () => {
  await app.disconnect();
  await slack.stop();
});

const silent = () => undefined;
const quiet = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  setLevel: silent,
  getLevel: () => LogLevel.ERROR,
  setName: silent,
};

const reconnected = () =>
  new Promise<void>((resolve) => app.once("reconnecting", () => app.once("connected", () => resolve())));

interface Envelope {
  type: string;
  body: Record<string, unknown>;
  ack: (answer?: Record<string, unknown>) => Promise<void>;
  retry_num?: number;
}

describe("Socket Mode", () => {
  it("brings events to the official client, which acknowledges them", async () => {
    const bodies: unknown[] = [];
    app.on("slack_event", async ({ body, ack }: Envelope) => {
      bodies.push(body);
      await ack();
    });
    await app.start();
    slack.say({ channel: "C1", text: "hello" });
    await slack.settled();
    expect(bodies).toMatchObject([{ event: { type: "message", text: "hello" } }]);
    expect(slack.deliveries.at(-1)?.attempts).toMatchObject([{ via: "socket", status: 200 }]);
  });

  it("brings presses and commands, and shows what a command was answered with", async () => {
    const types: string[] = [];
    app.on("slack_event", async ({ type, ack }: Envelope) => {
      types.push(type);
      await ack(type === "slash_commands" ? { text: "Connected." } : undefined);
    });
    await app.start();
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    const button = { type: "button" as const, text: { type: "plain_text" as const, text: "Go" }, action_id: "go" };
    const { ts = "" } = await client.chat.postMessage({
      channel: "C1",
      text: "x",
      blocks: [{ type: "actions", elements: [button] }],
    });
    await slack.settled();
    expect(await slack.click({ channel: "C1", ts, actionId: "go" })).toMatchObject({ via: "socket", status: 200 });
    await slack.command({ command: "/deskbell", text: "connect", channel: "C1" });
    expect(types).toEqual(["events_api", "interactive", "slash_commands"]);
    expect(slack.ephemerals()).toMatchObject([{ text: "Connected." }]);
  });

  it("sends an event again until it is acknowledged", async () => {
    const attempts: (number | undefined)[] = [];
    app.on("slack_event", async ({ retry_num, ack }: Envelope) => {
      attempts.push(retry_num);
      if (attempts.length === 3) await ack();
    });
    await app.start();
    await slack.deliverEvent({ type: "app_uninstalled" });
    expect(attempts).toEqual([0, 1, 2]);
  });

  it("gives up at once on an envelope whose connection is cut, and on a ticket used twice", async () => {
    app.once("slack_event", () => slack.cutSockets());
    await app.start();
    const back = reconnected();
    await slack.deliverEvent({ type: "app_uninstalled" });
    expect(slack.deliveries.at(-1)?.attempts[0]).toMatchObject({ via: "socket", status: null });
    await back;

    const client = new WebClient(slack.appToken, { slackApiUrl: slack.apiUrl });
    const { url = "" } = await client.apps.connections.open({});
    const refused = (address: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(address);
        socket.once("open", () => resolve(false)).once("error", () => resolve(true));
      });
    expect([await refused(url), await refused(url)]).toEqual([false, true]);
  });

  it("asks the client to come again", async () => {
    await app.start();
    const back = reconnected();
    slack.disconnectSockets();
    await back;
    expect(slack.socketConnections()).toBe(1);
  });

  it("refuses a wrong app token", async () => {
    const stranger = new SocketModeClient({
      appToken: "xapp-wrong",
      logger: quiet,
      clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    });
    await expect(stranger.start()).rejects.toThrow("invalid_auth");
  });
});
