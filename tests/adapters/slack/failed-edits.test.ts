import nock from "nock";
import { describe, expect, it } from "vitest";
import type { Delivery } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { aReceivedEvent } from "../../builders/events.ts";
import { aNotice } from "../../builders/notices.ts";
import { accepted, answerForSlack, deliver, editing, posting, refusing, slackHost } from "./slack-at-the-line.ts";

answerForSlack();

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

  it.each(["msg_too_long", "something_new"])("posts the card anew when Slack takes no edit (%s)", async (error) => {
    editing().times(3).reply(200, { ok: false, error });
    posting().reply(200, { ok: true, ts: "9.9" });
    expect(await edit()).toEqual({ kind: "delivered", posted: "C0SUPPORT1/9.9" });
  });

  it("looks for a card it may already have posted anew before it does so", async () => {
    const delivery = aDelivery({ uncertainSince: new Date(Date.now() - 20_000), looks: 0 });
    editing().reply(200, { ok: false, error: "message_not_found" });
    const metadata = { event_type: "deskbell_delivery", event_payload: { delivery_id: delivery.id } };
    nock(slackHost)
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
    "is tried again when its card is gone, then said in the channel, with the conversation's name (%s)",
    async (error) => {
      const saying = { effect: "message", event: aReceivedEvent(), posted: { card: "C0SUPPORT1/1.1", message: null } };
      refusing(error);
      expect(await deliver({ ...saying, effect: "message" })).toMatchObject({ kind: "retry" });
      refusing(error);
      const sent = accepted(posting(), { ok: true, ts: "9.9" });
      expect(await deliver({ ...saying, effect: "message", attempt: 2 })).toEqual({
        kind: "delivered",
        posted: "C0SUPPORT1/9.9",
      });
      expect(sent().thread_ts).toBeUndefined();
      expect(sent().text).toContain(aNotice().reference);
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
