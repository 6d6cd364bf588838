import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { installSlack } from "../../../adapters/slack/index.ts";
import type { Delivery, Outcome } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { aReceivedEvent } from "../../builders/events.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";

const slack = "https://slack.example";

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

function adapter() {
  const installed = installSlack({
    env: {
      SLACK_BOT_TOKEN: "xoxb-1-2-abc",
      SLACK_SIGNING_SECRET: "0123456789abcdef",
      SLACK_API_URL: `${slack}/api/`,
    },
    publicUrl: "https://desk.example",
    desk: recordingDesk(),
    log: recordingLog(),
    now: () => new Date(),
  });
  if (!installed) throw new Error("not configured");
  return installed;
}

const deliver = (delivery: Partial<Delivery> = {}, ms = 5000): Promise<Outcome> =>
  adapter().deliver(aDelivery(delivery), AbortSignal.timeout(ms));

const posting = () => nock(slack).post("/api/chat.postMessage");
const editing = () => nock(slack).post("/api/chat.update");
/** Answers the call, and gives what was sent. */
function accepted(call: nock.Interceptor, answer: object): () => Record<string, string> {
  let sent: Record<string, string> = {};
  call.reply(200, (_uri, body) => {
    sent = Object.fromEntries(new URLSearchParams(String(body)));
    return answer;
  });
  return () => sent;
}
const refusing = (error: string) => posting().reply(200, { ok: false, error });

describe("what a failed post means", () => {
  it("comes back after Slack's own delay", async () => {
    posting().reply(429, "", { "retry-after": "12" });
    expect(await deliver()).toMatchObject({ kind: "retry", afterMs: 12_000, scope: "address" });
  });

  it("comes back after half a minute when Slack does not say when", async () => {
    posting().reply(429, "");
    expect(await deliver()).toMatchObject({ kind: "retry", afterMs: 30_000, scope: "address" });
  });

  it.each([
    "ratelimited",
    "rate_limited",
    "service_unavailable",
    "request_timeout",
    "message_limit_exceeded",
    "team_added_to_org",
  ])("tries again by its own schedule after %s", async (error) => {
    refusing(error);
    expect(await deliver()).toEqual({ kind: "retry", reason: `Slack is not ready: ${error}` });
  });

  it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])(
    "tries again when no connection was made (%s)",
    async (code) => {
      posting().replyWithError(Object.assign(new Error(code), { code }));
      expect(await deliver()).toMatchObject({ kind: "retry", reason: expect.stringContaining(code) });
    },
  );

  it.each(["ECONNRESET", "UND_ERR_SOCKET", "EPIPE"])("is unsure when a connection breaks (%s)", async (code) => {
    posting().replyWithError(Object.assign(new Error(code), { code }));
    expect(await deliver()).toMatchObject({ kind: "ambiguous", lookAfterMs: 2000 });
  });

  it("is unsure when its time is up before Slack answered", async () => {
    posting().delay(3000).reply(200, { ok: true, ts: "1.1" });
    expect(await deliver({}, 150)).toMatchObject({ kind: "ambiguous" });
    nock.abortPendingRequests();
  });

  it.each([500, 502, 503])("is unsure after HTTP %i", async (status) => {
    posting().reply(status, "oops");
    expect(await deliver()).toMatchObject({ kind: "ambiguous", reason: expect.stringContaining(String(status)) });
  });

  it("is unsure when a page of HTML comes back, and does not repeat it", async () => {
    posting().reply(200, "<html><body>Bad gateway</body></html>", { "content-type": "text/html" });
    const outcome = await deliver();
    expect(outcome).toMatchObject({ kind: "ambiguous" });
    expect(JSON.stringify(outcome)).not.toContain("<html>");
  });

  it.each(["internal_error", "fatal_error", "update_failed"])("is unsure after %s", async (error) => {
    refusing(error);
    expect(await deliver()).toMatchObject({ kind: "ambiguous" });
  });

  it.each([
    ["invalid_auth", "SLACK_BOT_TOKEN"],
    ["not_authed", "SLACK_BOT_TOKEN"],
    ["account_inactive", "SLACK_BOT_TOKEN"],
    ["token_revoked", "SLACK_BOT_TOKEN"],
    ["token_expired", "SLACK_BOT_TOKEN"],
    ["missing_scope", "manifests/slack"],
    ["no_permission", "manifests/slack"],
    ["not_allowed_token_type", "manifests/slack"],
    ["team_access_not_granted", "administrator"],
    ["org_login_required", "administrator"],
    ["access_denied", "administrator"],
    ["ekm_access_denied", "administrator"],
  ])("gives the whole workspace up after %s, and says what to do", async (error, word) => {
    refusing(error);
    const outcome = await deliver();
    expect(outcome).toMatchObject({ kind: "refused", scope: "account", reason: expect.stringContaining(word) });
  });

  it.each([
    ["channel_not_found", "/invite @Deskbell"],
    ["not_in_channel", "/invite @Deskbell"],
    ["is_archived", "archived"],
    ["is_inactive", "archived"],
    ["restricted_action", "restricted"],
    ["restricted_action_read_only_channel", "restricted"],
  ])("gives the channel up after %s, naming it", async (error, word) => {
    refusing(error);
    const outcome = await deliver();
    expect(outcome).toMatchObject({ kind: "refused", scope: "address", reason: expect.stringContaining(word) });
    expect(outcome.kind === "refused" && outcome.reason).toContain("C0SUPPORT1");
  });

  it.each([
    "msg_too_long",
    "msg_blocks_too_long",
    "invalid_blocks",
    "invalid_blocks_format",
    "metadata_too_large",
    "block_mismatch",
    "no_text",
  ])("sends less of it once after %s, with its buttons", async (error) => {
    refusing(error);
    const second = accepted(posting(), { ok: true, ts: "7.7" });
    expect(await deliver()).toEqual({ kind: "delivered", posted: "C0SUPPORT1/7.7" });
    expect(second().blocks).toContain("escalation.resolve");
    expect(second().blocks).not.toContain("ada@example.com");
  });

  it("gives a message up that Slack cannot show in any form", async () => {
    refusing("msg_too_long");
    refusing("msg_too_long");
    expect(await deliver()).toMatchObject({ kind: "rejected" });
  });

  it("sends a mirrored message as bare text when Slack does not take its blocks", async () => {
    refusing("invalid_blocks");
    const second = accepted(posting(), { ok: true, ts: "7.8" });
    const posted = { card: "C0SUPPORT1/1.1", message: null };
    const outcome = await deliver({ effect: "message", event: aReceivedEvent({ text: "a < b" }), posted });
    expect(outcome).toEqual({ kind: "delivered", posted: "C0SUPPORT1/7.8" });
    expect(second()).toMatchObject({ thread_ts: "1.1", text: expect.stringContaining("a &lt; b") });
    expect(second().blocks).toBeUndefined();
  });

  it.each(["unknown_method", "something_new"])("gives a message up after %s", async (error) => {
    refusing(error);
    expect(await deliver()).toMatchObject({ kind: "rejected", reason: expect.stringContaining(error) });
  });

  it("gives a message up after HTTP 400", async () => {
    posting().reply(400, "no");
    expect(await deliver()).toMatchObject({ kind: "rejected" });
  });
});

describe("what a failed edit means", () => {
  const edit = (delivery: Partial<Delivery> = {}) =>
    deliver({ posted: { card: "C0SUPPORT1/1.1", message: null }, ...delivery });

  it("is simply tried again when its answer was lost, for an edit does no harm twice", async () => {
    editing().reply(503, "");
    expect(await edit()).toMatchObject({ kind: "retry" });
    editing().replyWithError(Object.assign(new Error("ECONNRESET"), { code: "ECONNRESET" }));
    expect(await edit()).toMatchObject({ kind: "retry" });
  });

  it("slows the whole workspace down, because Slack counts edits there", async () => {
    editing().reply(429, "", { "retry-after": "3" });
    expect(await edit()).toMatchObject({ kind: "retry", afterMs: 3000, scope: "account" });
  });

  it.each(["message_not_found", "cant_update_message", "edit_window_closed"])(
    "posts the card once more after %s, and goes on with the new one",
    async (error) => {
      editing().reply(200, { ok: false, error });
      posting().reply(200, { ok: true, ts: "9.9" });
      expect(await edit()).toEqual({ kind: "delivered", posted: "C0SUPPORT1/9.9" });
    },
  );

  it("looks for a card it may already have posted anew before it does so", async () => {
    const delivery = aDelivery({ uncertainSince: new Date(Date.now() - 20_000), looks: 0 });
    editing().reply(200, { ok: false, error: "message_not_found" });
    const metadata = { event_type: "deskbell_delivery", event_payload: { delivery_id: delivery.id } };
    nock(slack)
      .post("/api/conversations.history", (body) => body.include_all_metadata === "true")
      .reply(200, { ok: true, messages: [{ ts: "8.8", metadata }] });
    expect(await edit({ ...delivery, posted: { card: "C0SUPPORT1/1.1", message: null } })).toEqual({
      kind: "delivered",
      posted: "C0SUPPORT1/8.8",
    });
  });

  it("always sends blocks and text together, and lets Slack parse nothing", async () => {
    const sent = accepted(editing(), { ok: true, ts: "1.1" });
    expect(await edit()).toEqual({ kind: "delivered", posted: "C0SUPPORT1/1.1" });
    expect(sent()).toMatchObject({ ts: "1.1", parse: "none", link_names: "false" });
    expect(sent().blocks).toBeTruthy();
    expect(sent().text).toBeTruthy();
  });
});

describe("what stands in the thread", () => {
  it.each(["message_not_found", "cannot_reply_to_message", "thread_not_found"])(
    "is given up when its card is gone (%s)",
    async (error) => {
      refusing(error);
      const posted = { card: "C0SUPPORT1/1.1", message: null };
      expect(await deliver({ effect: "message", event: aReceivedEvent(), posted })).toMatchObject({ kind: "rejected" });
    },
  );

  it("is given up, with a reason, when there never was a card", async () => {
    expect(await deliver({ effect: "message", event: aReceivedEvent() })).toEqual({
      kind: "rejected",
      reason: "There is no card of this conversation in the channel to write this under.",
    });
  });

  it("is not sent again when it is known to be there", async () => {
    const posted = { card: "C0SUPPORT1/1.1", message: "C0SUPPORT1/2.2" };
    expect(await deliver({ effect: "message", event: aReceivedEvent(), posted })).toEqual({
      kind: "delivered",
      posted: "C0SUPPORT1/2.2",
    });
  });
});

it("marks every post so that it can be found again, and lets Slack unfurl nothing", async () => {
  const sent = accepted(posting(), { ok: true, ts: "1.1" });
  const delivery = aDelivery();
  await deliver(delivery);
  expect(JSON.parse(sent().metadata ?? "")).toEqual({
    event_type: "deskbell_delivery",
    event_payload: { delivery_id: delivery.id },
  });
  expect(sent()).toMatchObject({ unfurl_links: "false", unfurl_media: "false", link_names: "false" });
});
