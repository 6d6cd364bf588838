import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { describe, expect, it, onTestFinished } from "vitest";
import { microsoft } from "../../../adapters/teams/cloud.ts";
import { installTeamsAt } from "../../../adapters/teams/index.ts";
import { addressOf } from "../../../adapters/teams/workflow.ts";
import type { Delivery, Outcome } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { aChatbotEvent, aReceivedEvent, aResolvedEvent } from "../../builders/events.ts";
import { aNotice, aResolvedEscalation, escalatedAt } from "../../builders/notices.ts";
import { problemsWithCard } from "../../stand-ins/teams/limits/card-limits.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { testKeys } from "../test-keys.ts";
import { aTeamsDesk } from "./teams-desk.ts";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
const taken: Answer = (response) => void response.writeHead(202).end();
const status = (code: number, headers: Record<string, string> = {}): Answer => {
  return (response) => void response.writeHead(code, headers).end("<html>no</html>");
};

/** A Workflows webhook of our own, and the adapter that has nothing else. */
async function aWebhook(answer: Answer = taken) {
  const received: { url: string; type: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ url: request.url ?? "", type: request.headers["content-type"] ?? "", body });
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/workflows/1?sig=hunter2`;
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  onTestFinished(async () => void (await stop()));
  const log = recordingLog();
  const adapter = await installTeamsAt({ ...microsoft, isWorkflow: ({ hostname }) => hostname === "127.0.0.1" })({
    env: { TEAMS_WORKFLOW_URL: url },
    publicUrl: "https://desk.example/",
    desk: recordingDesk(),
    log,
    now: () => new Date(),
    keyFor: testKeys,
  });
  if (!adapter) throw new Error("Teams is not configured.");
  const destination = { account: "workflows", address: addressOf(url) };
  return {
    url,
    received,
    stop,
    log,
    deliver: (delivery: Partial<Delivery> = {}, signal = AbortSignal.timeout(5000)): Promise<Outcome> =>
      adapter.deliver(aDelivery({ destination, effect: "message", ...delivery }), signal),
    /** The card that came last. */
    card() {
      const { type, attachments } = JSON.parse(received.at(-1)?.body ?? "{}");
      expect({ type, attachments: attachments.length, contentUrl: attachments[0].contentUrl }).toEqual({
        type: "message",
        attachments: 1,
        contentUrl: null,
      });
      expect(attachments[0].contentType).toBe("application/vnd.microsoft.card.adaptive");
      expect(problemsWithCard(attachments[0].content)).toEqual([]);
      return JSON.stringify(attachments[0].content);
    },
  };
}

describe("what a Workflows webhook is told", () => {
  it("is a card when somebody asks for a human, with nothing to press but the transcript", async () => {
    const { deliver, received, card } = await aWebhook();
    expect(await deliver()).toEqual({ kind: "delivered" });
    expect(received).toMatchObject([{ url: "/workflows/1?sig=hunter2", type: "application/json" }]);
    expect(card()).toContain("Waiting for a human");
    expect(card()).toContain("Can I speak to someone about my order?");
    expect(card().match(/Action\.\w+/g)).toEqual(["Action.OpenUrl"]);
  });

  it("is another card when it is over", async () => {
    const { deliver, received, card } = await aWebhook();
    await deliver();
    const notice = aNotice({ escalation: aResolvedEscalation(), seq: 9 });
    expect(await deliver({ event: aResolvedEvent(), notice })).toEqual({ kind: "delivered" });
    expect(received).toHaveLength(2);
    expect(card()).toContain("Resolved by **Ben** in Slack");
  });

  it("is a text when many ask at once, with the way to the list", async () => {
    const { deliver, card } = await aWebhook();
    const digest = { type: "chatbot.escalations_digested", count: 27, since: escalatedAt, until: escalatedAt } as const;
    expect(await deliver({ event: aChatbotEvent(digest), notice: null })).toEqual({ kind: "delivered" });
    expect(card().replaceAll("\\\\", "")).toMatch(
      /27 more people asked for a human.*https:\/\/desk\.example\/dashboard\/chatbots\/[0-9a-f-]+\/human-support/,
    );
  });

  it("is a text when a destination broke, with the reason as it is", async () => {
    const { deliver, card } = await aWebhook();
    const event = aChatbotEvent({
      type: "chatbot.destination_paused",
      adapter: "slack",
      account: "workspace",
      address: "C1",
      scope: "address",
      label: "#support",
      reason: "It is [archived](https://evil.example) {{DATE()}}.",
    });
    expect(await deliver({ event, notice: null })).toEqual({ kind: "delivered" });
    expect(card()).toContain("Deskbell no longer reaches");
    expect(card()).not.toMatch(/\]\(|\{\{/);
  });

  it("says that it is a second copy when it may be one", async () => {
    const { deliver, card } = await aWebhook();
    await deliver({ uncertainSince: new Date() });
    expect(card()).toContain("↻ Sent again");
  });

  it("is nothing of what is said", async () => {
    const { deliver, received } = await aWebhook();
    expect(await deliver({ event: aReceivedEvent(), notice: null })).toMatchObject({ kind: "rejected" });
    expect(received).toEqual([]);
  });

  it("stays below 28 KB", async () => {
    const { deliver, received } = await aWebhook();
    const words = "“[x]” ".repeat(8000);
    const excerpt = Array.from({ length: 8 }, () => ({ author: "visitor" as const, name: words, text: words }));
    await deliver({ notice: aNotice({ question: words, excerpt, page: { url: words, title: words } }) });
    expect(Buffer.byteLength(received[0]?.body ?? "")).toBeLessThan(28_000);
  });
});

it("needs nothing of Microsoft's SDK, which is large", async () => {
  const loaded = () =>
    Object.keys(createRequire(import.meta.url).cache).filter((path) => /botframework|teams-ai/.test(path));
  const { deliver } = await aWebhook();
  expect(await deliver()).toEqual({ kind: "delivered" });
  expect(loaded()).toEqual([]);
  await aTeamsDesk();
  expect(loaded()).not.toEqual([]);
});

describe("what a Workflows webhook answers", () => {
  it.each<[string, Answer, Outcome["kind"], object]>([
    ["200", status(200), "delivered", {}],
    ["202", status(202), "delivered", {}],
    ["400", status(400), "rejected", { reason: "The Workflows webhook refused it with HTTP 400" }],
    ["413", status(413), "rejected", {}],
    ["401", status(401), "refused", { scope: "address" }],
    ["403", status(403), "refused", { scope: "address" }],
    ["404", status(404), "refused", { scope: "address" }],
    ["410", status(410), "refused", { scope: "address" }],
    ["429", status(429, { "retry-after": "9" }), "retry", { afterMs: 9000, scope: "address" }],
    ["429 without a delay", status(429), "retry", { afterMs: 30_000, scope: "address" }],
    ["408", status(408), "ambiguous", {}],
    ["500", status(500), "ambiguous", {}],
    ["502", status(502), "ambiguous", {}],
    ["a reset", (response) => void response.destroy(), "ambiguous", {}],
  ])("means after %s what it should", async (_what, answer, kind, more) => {
    const { deliver, received, log } = await aWebhook(answer);
    const outcome = await deliver();
    expect(outcome).toMatchObject({ kind, ...more });
    expect(received).toHaveLength(kind === "rejected" ? 3 : 1);
    expect(JSON.stringify([outcome, log.lines])).not.toMatch(/hunter2|127\.0\.0\.1|<html>/);
  });

  it("is sent less when it is refused: a smaller card, then the way to the transcript alone", async () => {
    const answers = [status(413), status(400), taken];
    const { deliver, received, card } = await aWebhook((response, request) => answers.shift()?.(response, request));
    expect(await deliver()).toEqual({ kind: "delivered" });
    expect(received).toHaveLength(3);
    expect(received[1]?.body.length).toBeLessThan(received[0]?.body.length ?? 0);
    expect(card()).toContain("Open transcript");
    expect(card()).not.toContain("Can I speak");
  });

  it("says in an owner's words what to do when the flow is gone", async () => {
    const { deliver } = await aWebhook(status(404));
    const outcome = await deliver();
    expect(outcome.kind === "refused" && outcome.reason).toMatch(/the flow was deleted.*TEAMS_WORKFLOW_URL/);
  });

  it.each([301, 302, 303, 307, 308])("is not followed elsewhere (%i)", async (code) => {
    const elsewhere = await aWebhook();
    const { deliver, received } = await aWebhook(status(code, { location: elsewhere.url }));
    expect(await deliver()).toMatchObject({ kind: "refused", scope: "address" });
    expect(received).toHaveLength(1);
    expect(elsewhere.received).toEqual([]);
  });

  it("is sure that nothing was sent when nobody listens", async () => {
    const { deliver, stop } = await aWebhook();
    await stop();
    const outcome = await deliver();
    expect(outcome).toEqual({ kind: "retry", reason: "The Workflows webhook cannot be reached (ECONNREFUSED)" });
  });

  it("is unsure when it never answers", async () => {
    const { deliver } = await aWebhook(() => {});
    expect(await deliver({}, AbortSignal.timeout(200))).toMatchObject({ kind: "ambiguous" });
  });

  it("stays unsure when it was unsure and nothing could be sent", async () => {
    const { deliver, stop } = await aWebhook(status(429, { "retry-after": "9" }));
    const uncertainSince = new Date(Date.now() - 11_000);
    expect(await deliver({ uncertainSince })).toMatchObject({ kind: "ambiguous", after: "unable", lookAfterMs: 9000 });
    expect(await deliver({ uncertainSince }, AbortSignal.abort())).toMatchObject({
      kind: "ambiguous",
      after: "unable",
    });
    await stop();
    expect(await deliver({ uncertainSince })).toMatchObject({ kind: "ambiguous", after: "unable" });
  });

  it("is asked for nothing when Deskbell is just stopping", async () => {
    const { deliver, received } = await aWebhook();
    expect(await deliver({}, AbortSignal.abort())).toMatchObject({ kind: "retry" });
    expect(received).toEqual([]);
  });

  it("is given up when the address was changed meanwhile", async () => {
    const { deliver, received } = await aWebhook();
    const destination = { account: "workflows", address: addressOf("https://another.example/") };
    expect(await deliver({ destination })).toMatchObject({ kind: "refused", scope: "address" });
    expect(received).toEqual([]);
  });
});
