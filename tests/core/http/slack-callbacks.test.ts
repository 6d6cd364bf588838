import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installSlack } from "../../../adapters/slack/index.ts";
import { postSigned } from "../../adapters/slack/signed-request.ts";
import { httpEnv, readable, supportChannel } from "../../adapters/slack/slack-platform.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { startStandInSlack } from "../../stand-ins/slack/stand-in-slack.ts";
import { homes } from "../../support/database.ts";
import { eventually, openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";
import { expectProblem } from "./support/problem.ts";
import { rawRequest } from "./support/raw-request.ts";

describe.each(homes)("a callback that says it is Slack's, on the %s database", (home) => {
  let slack: Awaited<ReturnType<typeof startStandInSlack>>;
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    slack = await startStandInSlack({ eventRetryDelaysMs: [] });
    slack.createChannel({ id: supportChannel, name: "support" });
    deskbell = await openDeskbell(home, { adapters: [installSlack], env: httpEnv(slack) });
    slack.sendCallbacksTo(events());
    await slack.command({ command: "/deskbell", text: "connect", channel: supportChannel });
  });
  afterAll(async () => {
    await deskbell.close();
    await slack.stop();
  });

  const events = () => `${deskbell.url}/adapters/slack/events`;

  function lastPress() {
    const presses = slack.deliveries.filter((each) => each.callback.kind === "interaction");
    const last = presses.at(-1);
    if (!last) throw new Error("No press was recorded.");
    return last.callback;
  }

  /** A visitor's question, and the card that shows it. */
  async function aCard(question: string) {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    await visitor.says(question);
    await visitor.asksForHuman();
    const find = () => slack.messages(supportChannel).find((message) => readable(message).includes(question));
    const { ts } = await eventually(find);
    const press = (verb: string, how: Partial<Parameters<typeof slack.click>[0]> = {}) =>
      slack.click({ channel: supportChannel, ts, actionId: `escalation.${verb}`, ...how });
    const state = async () => (await visitor.comesBack()).conversation.status.state;
    const seq = async () => (await visitor.comesBack()).conversation.seq;
    /** Once everything that was caused so far has come out. */
    const settled = () =>
      eventually(async () =>
        (await deskbell.deliveryLog(firstChatbotId, visitor.session.conversation_id)).every(
          (each) => each.settledAt !== null,
        ),
      );
    return { visitor, press, state, seq, settled };
  }

  it.each(["missing", "wrong", "stale"] as const)(
    "is refused when its signature is %s, and changes nothing",
    async (signing) => {
      const { press, state, seq, settled } = await aCard(`Is it ${signing}?`);
      await settled();
      const before = await seq();
      expect(await press("resolve", { signing })).toMatchObject({ status: 401 });
      expect([await state(), await seq()]).toEqual(["open", before]);
      expect(await press("resolve")).toMatchObject({ status: 200 });
      expect(await state()).toBe("resolved");
    },
  );

  it("acts once when it comes twice at the same time", async () => {
    const { press, state, seq, settled } = await aCard("Does it come twice?");
    await settled();
    const before = await seq();
    await press("resolve", { duplicate: true });
    await slack.settled();
    expect([await state(), await seq()]).toEqual(["resolved", before + 1]);
  });

  it("is answered when it is replayed, byte for byte, and undoes nothing that was done since", async () => {
    const { press, state, seq, settled } = await aCard("Is it replayed?");
    await press("resolve");
    const callback = lastPress();
    await settled();
    await press("reopen");
    await settled();
    expect(await state()).toBe("open");
    const before = await seq();
    const lines = slack.messages(supportChannel).length;
    for (let count = 0; count < 3; count++) {
      const replay = await postSigned(events(), slack.signingSecret, callback.body, callback.contentType);
      expect(replay.status).toBe(200);
    }
    await settled();
    expect([await state(), await seq()]).toEqual(["open", before]);
    expect(slack.messages(supportChannel).length).toBe(lines);
  });

  it("is refused when it is replayed later than five minutes after it was signed", async () => {
    const { press, state, settled } = await aCard("Is it old?");
    await press("resolve");
    const callback = lastPress();
    await settled();
    await press("reopen");
    const answer = await postSigned(events(), slack.signingSecret, callback.body, callback.contentType, {
      at: -301,
    });
    expect([answer.status, await state()]).toEqual([401, "open"]);
  });

  it.each<[string, string, string]>([
    ["nothing", "POST", ""],
    ["a body of 2 MB", "POST", "x".repeat(2_000_000)],
    ["no method that there is", "DELETE", ""],
    ["a look", "GET", ""],
  ])("is refused when it is %s", async (_, method, body) => {
    const response = await fetch(events(), { method, headers: { connection: "close" }, ...(body !== "" && { body }) });
    expect([401, 404, 405, 413]).toContain(response.status);
    expect(await response.text()).not.toMatch(/\bat \S+ \(|node_modules/);
  });

  it.each([
    ["too large", ""],
    ["from the future", `X-Slack-Request-Timestamp: ${Math.floor(Date.now() / 1_000) + 3_600}\r\n`],
  ])(
    "ends its connection when it is %s and was not read, for the rest would be taken for the next",
    async (_, header) => {
      const head = `POST /adapters/slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n${header}\r\n`;
      const text = await rawRequest(deskbell.url, head + "x".repeat(1_100_000));
      expect(text).toMatch(/^HTTP\/1\.1 4(01|13) /);
      expect(text).toMatch(/^connection: close\r$/im);
    },
  );

  it("keeps its connection when it was read", async () => {
    const answer = await postSigned(events(), slack.signingSecret, "{}");
    expect([answer.status, answer.headers.get("connection")]).toEqual([400, "keep-alive"]);
  });

  it.each([
    ["POST", "/nowhere"],
    ["GET", "/events"],
    ["POST", "/"],
  ])("is told that there is nothing at %s %s", async (method, path) => {
    const response = await fetch(`${deskbell.url}/adapters/slack${path}`, { method });
    await expectProblem(response, { status: 404, says: new RegExp(`${method} /adapters/slack${path}`) });
  });

  it.each([
    ["a path that is malformed", "/adapters/slack/%E0%A4%A"],
    ["a NUL in its path", "/adapters/slack/events%00"],
  ])("is refused with %s", async (_, path) => {
    const request = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;
    const text = await rawRequest(deskbell.url, request);
    expect(text).toMatch(/^HTTP\/1\.1 40[0145]/);
    expect(text).not.toMatch(/\bat \S+ \(|node_modules/);
  });

  it("leaves no secret in the log", () => {
    const log = JSON.stringify(deskbell.lines);
    for (const secret of [slack.botToken, slack.signingSecret]) expect(log).not.toContain(secret);
    expect(deskbell.lines.filter((line) => line.level === "error")).toEqual([]);
  });
});
