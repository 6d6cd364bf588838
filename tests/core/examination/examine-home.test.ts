import { describe, expect, it } from "vitest";
import { examineHome } from "../../../core/examination/examine-home.ts";
import type { Insight } from "../../../core/storage/look-into.ts";
import { aChatbot, aConnection } from "../../builders/chatbots.ts";

const well: Insight = {
  version: "15.20",
  serverTime: new Date(),
  roundTripMs: 1.2,
  keepsSessions: true,
  migrations: { missing: [], unknown: [] },
  chatbots: [aChatbot({ connections: [aConnection()] })],
  paused: [],
  late: [],
};
const first = (insight: Partial<Insight>) => examineHome({ ...well, ...insight }, "server")[0];

describe("the doctor at the database", () => {
  it("finds it well", () => {
    expect(examineHome(well, "server")).toEqual([
      { level: "ok", what: "PostgreSQL 15.20 at DATABASE_URL answers in 2 ms." },
    ]);
    expect(examineHome(well, "embedded")[0]?.what).toBe("The embedded database in DATA_DIR answers.");
  });

  it.each<[string, Partial<Insight>, RegExp, RegExp]>([
    ["a server that is too old", { version: "13.4" }, /PostgreSQL 13\.4 .* is too old/, /14 or newer/],
    ["a pooler that mixes sessions", { keepsSessions: false }, /behind a pooler/, /session mode/],
    [
      "a newer version's data",
      { migrations: { missing: [], unknown: ["0099-x.sql"] } },
      /newer Deskbell \(0099-x\.sql\)/,
      /Run the version/,
    ],
  ])("names %s", (_name, insight, what, todo) => {
    expect(first(insight)).toMatchObject({
      level: "broken",
      what: expect.stringMatching(what),
      todo: expect.stringMatching(todo),
    });
  });

  it("is at ease with a database that the next start brings up to date", () => {
    expect(first({ migrations: { missing: ["0001-x.sql"], unknown: [] } })).toMatchObject({ level: "ok" });
  });

  it("names what is paused, with why, and what waits", () => {
    const paused = [{ adapter: "slack", place: "#support", reason: "The channel is archived." }];
    const late = [{ adapter: "webhooks", count: 3, since: new Date("2026-04-19T10:23:45Z") }];
    expect(
      examineHome({ ...well, paused, late }, "server")
        .slice(1)
        .map(({ level, what }) => `${level}: ${what}`),
    ).toEqual([
      "broken: Slack #support is paused: The channel is archived.",
      "warning: the webhook: 3 deliveries wait, the oldest since 2026-04-19 10:23 UTC",
    ]);
  });

  it("names a chatbot whose visitors would ring unheard", () => {
    const silent = { email: "ana@example.com", name: "ana", isOwner: true, silence: "suppressed" as const };
    const chatbots = [aChatbot({ name: "Lamps", recipients: [silent] })];
    expect(examineHome({ ...well, chatbots }, "server").at(-1)).toMatchObject({
      level: "broken",
      what: expect.stringContaining("Nobody is told when a visitor of Lamps asks for a human"),
    });
    const heard = [aChatbot({ recipients: [{ ...silent, silence: null }] })];
    expect(examineHome({ ...well, chatbots: heard }, "server")).toHaveLength(1);
  });
});
