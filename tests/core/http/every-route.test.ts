import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { cleanJson } from "../../../core/http/clean-json.ts";
import * as protocol from "../../../core/http/widget-protocol.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { homes } from "../../support/database.ts";
import { openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";
import { fits, misfits } from "./support/from-schema.ts";
import { expectNoInsides, expectProblem } from "./support/problem.ts";

/** Another seed for one run: FUZZ_SEED=7 npx vitest run tests/core/http/every-route */
const seed = Number(process.env.FUZZ_SEED ?? 20_260_419);
/** Of five requests each, on each home. */
const rounds = 190;

interface Route {
  readonly method: string;
  /** Under the chatbot's address. */
  readonly path: string;
  readonly schema: z.ZodType;
}

const routes: readonly Route[] = [
  { method: "POST", path: "sessions", schema: protocol.startSession },
  { method: "POST", path: "conversations/:id/messages", schema: protocol.sendMessage },
  { method: "POST", path: "conversations/:id/escalation", schema: protocol.askForHuman },
  { method: "PUT", path: "conversations/:id/messages/:seq/rating", schema: protocol.rateMessage },
];

const someone = fc.constantFrom("own", "own", "own", "own", "stranger", "nobody", "forged");
const place = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 40 }).map(toPath) },
);

describe.each(homes)("whatever is sent to the widget's routes on the %s database", (home) => {
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  let visitor: Awaited<ReturnType<typeof arrive>>;
  let stranger: typeof visitor;
  beforeAll(async () => {
    deskbell = await openDeskbell(home, { adapters: [], alertsPerMinute: 5 });
    visitor = await arrive(deskbell.url, firstChatbotId);
    stranger = await arrive(deskbell.url, firstChatbotId);
  });
  afterAll(() => deskbell.close());

  const request = (route: Route) =>
    fc.record({
      route: fc.constant(route),
      body: fc.oneof(fits(route.schema), misfits(route.schema)),
      who: someone,
      id: place,
      seq: fc.oneof(
        fc.constantFrom("1", "2", "3", "0"),
        fc.string({ unit: "binary", minLength: 1, maxLength: 12 }).map(toPath),
      ),
    });
  const tokens = () => ({
    own: visitor.headers.authorization,
    stranger: stranger.headers.authorization,
    forged: `Bearer ${"A".repeat(43)}`,
    nobody: "",
  });

  async function send({ route, body, who, id, seq }: Request): Promise<void> {
    const path = route.path.replace(":id", id ?? visitor.session.conversation_id).replace(":seq", seq);
    const sent = JSON.stringify(body);
    const response = await fetch(`${deskbell.url}/widget/v1/chatbots/${firstChatbotId}/${path}`, {
      method: route.method,
      headers: { "content-type": "application/json", authorization: tokens()[who] },
      body: sent,
      signal: AbortSignal.timeout(5_000),
    });
    const { status } = response;
    expect(status, sent).toBeLessThan(500);
    if (status >= 400) {
      await expectProblem(response, { status });
    } else {
      expectNoInsides(await response.text());
      expect(route.schema.safeParse(cleanJson(JSON.parse(sent))).success, `${path} took in ${sent}`).toBe(true);
      expect(who === "own" || route.path === "sessions").toBe(true);
    }
    const asked = route.path === "conversations/:id/escalation" && who === "own" && id === null;
    if (asked && route.schema.safeParse(cleanJson(JSON.parse(sent))).success) expect([200, 201]).toContain(status);
  }
  type Request = Parameters<Parameters<ReturnType<typeof request>["map"]>[0]>[0];

  it("is answered in time, never by a fault of ours, and taken in only where it fits", async () => {
    const streams = fc.record({ last: fc.string({ unit: "binary-ascii", maxLength: 12 }), who: someone });
    const round = fc.asyncProperty(fc.tuple(...routes.map(request)), streams, async (requests, { last, who }) => {
      await Promise.all(requests.map(send));
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(5_000)]);
      const header = last.replace(/[^\x20-\x7e]/g, "");
      const headers = { authorization: tokens()[who], "last-event-id": header };
      const stream = await fetch(`${visitor.conversationUrl}/stream`, { headers, signal });
      expect(stream.status).toBe(who === "own" ? 200 : who === "stranger" ? 404 : 401);
      stop.abort();
    });
    await fc.assert(round, {
      seed,
      numRuns: rounds,
      interruptAfterTimeLimit: 25_000,
      markInterruptAsFailure: false,
    });
    expect(deskbell.lines.filter((line) => line.level === "error")).toEqual([]);
    expect(JSON.stringify(deskbell.lines)).not.toContain(visitor.session.token);
    expect((await visitor.says("Still there?")).status).toBe(201);
  });
});

/** Part of a path, percent-encoded, whatever bytes it is made of. */
function toPath(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
}
