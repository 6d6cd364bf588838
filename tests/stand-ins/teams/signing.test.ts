import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Signing } from "./identity/authorization.ts";
import { startListeningBot } from "./listening-bot.ts";

type Bot = Awaited<ReturnType<typeof startListeningBot>>;
let app: Bot;

beforeAll(async () => {
  app = await startListeningBot();
  // The SDK prints what it refuses.
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await app.stop();
});

/** What Microsoft's own SDK makes of the activity as it was sent. */
async function judged(how: { signing?: Signing; activity?: Record<string, unknown> }) {
  await app.teams.deliverActivity({ type: "message", text: "hello" }, how);
  const { headers, body } = app.last();
  return app.bot.authenticate(headers.authorization, body);
}

describe("an activity, judged by Microsoft's own SDK", () => {
  it("is welcome when it is signed as it should be", async () => {
    expect(await judged({})).toBe("welcome");
    expect(await judged({ signing: { expiredMsAgo: 120_000 } })).toBe("welcome");
  });

  it.each<[Signing, number | string]>([
    ["missing", 401],
    ["not_a_jwt", 401],
    ["unsigned", "JsonWebTokenError"],
    ["wrong_key", "JsonWebTokenError"],
    ["unknown_kid", 401],
    ["key_of_another_channel", 401],
    ["wrong_audience", 401],
    ["wrong_issuer", 401],
    ["no_service_url", 401],
    ["other_service_url", 401],
    [{ expiredMsAgo: 600_000 }, 401],
    [{ notBeforeMs: 600_000 }, "NotBeforeError"],
  ])("is turned away when its signing is %j", async (signing, verdict) => {
    expect(await judged({ signing })).toBe(verdict);
  });

  it("can be bent in every field", async () => {
    expect(await judged({ activity: { serviceUrl: "https://evil.example/" } })).toBe(401);
    expect(await judged({ activity: { channelId: "webchat" } })).toBe(401);
    await judged({ activity: { channelData: { tenant: { id: "another" } }, serviceUrl: null } });
    const sent = JSON.parse(app.last().body);
    expect(sent.channelData).toMatchObject({ tenant: { id: "another" }, team: { id: app.team } });
    expect("serviceUrl" in sent).toBe(false);
  });

  it("is let in by the SDK when its key is endorsed for nothing: a bot that cares must look itself", async () => {
    expect(await judged({ signing: "unendorsed_key" })).toBe("welcome");
  });
});
