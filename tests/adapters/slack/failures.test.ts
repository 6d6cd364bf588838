import nock from "nock";
import { describe, expect, it } from "vitest";
import { aDelivery } from "../../builders/deliveries.ts";
import { aReceivedEvent } from "../../builders/events.ts";
import { accepted, answerForSlack, deliver, posting, refusing } from "./slack-at-the-line.ts";

answerForSlack();

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

  it("sends a bare text with the way to the transcript when Slack takes no blocks", async () => {
    refusing("invalid_blocks");
    refusing("invalid_blocks");
    const third = accepted(posting(), { ok: true, ts: "7.9" });
    expect(await deliver()).toEqual({ kind: "delivered", posted: "C0SUPPORT1/7.9" });
    expect(third().blocks).toBeUndefined();
    expect(third().text).toMatch(/🔔 Acme Shop · Waiting for a human · \S+ · <http\S+\|Open transcript>/);
  });

  it("gives a message up that Slack cannot show in any form", async () => {
    posting().times(3).reply(200, { ok: false, error: "msg_too_long" });
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
    posting().times(3).reply(200, { ok: false, error });
    expect(await deliver()).toMatchObject({ kind: "rejected", reason: expect.stringContaining(error) });
  });

  it("gives a message up after HTTP 400", async () => {
    posting().times(3).reply(400, "no");
    expect(await deliver()).toMatchObject({ kind: "rejected" });
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
