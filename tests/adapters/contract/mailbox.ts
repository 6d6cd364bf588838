import { expect, it } from "vitest";
import { aChatbot } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { anEscalatedEvent } from "../../builders/events.ts";
import { aNotice, anOpenEscalation } from "../../builders/notices.ts";
import type { MailboxPlatform, MailboxUnderContract } from "../adapter-contract.ts";
import { letterTo } from "./letter.ts";
import { publicUrl, type Stage } from "./stage.ts";

/** What is promised where letters come in, with links that lead to pages of ours. */
export function keepsWhatMailboxesKeep({ name, install }: MailboxUnderContract, stage: Stage<MailboxPlatform>): void {
  const conversation = aConversation({ escalation: anOpenEscalation() });
  const silent = ["preference", "unsubscribed", "suppressed"] as const;

  /** Where a link of the letter leads, at the place where the adapter is served now. */
  function linkIn(letter: string | undefined, page: string): string {
    const prefix = `${publicUrl}/adapters/${name}`;
    const [, path = ""] = new RegExp(`${prefix}(/${page}/\\S+)`).exec(letter ?? "") ?? [];
    expect(path, `a link to ${page}`).not.toBe("");
    return stage.url + path;
  }

  async function lettersLink(page: string): Promise<string> {
    expect(await stage.deliver()).toMatchObject({ kind: "delivered" });
    return linkIn(stage.platform.shown()[0], page);
  }

  it("keeps letters on this machine when nothing of it is configured, and counts nobody as reached", async () => {
    const idle = await install(stage.context({}));
    const chatbot = aChatbot({ recipients: [stage.platform.recipient] });
    const [planned] = idle?.plan(anEscalatedEvent(), chatbot, conversation) ?? [];
    expect(planned?.destination.account).toBe("mailbox");
    const outcome = await idle?.deliver(aDelivery({ ...planned, notice: null }), AbortSignal.timeout(5_000));
    expect(outcome).toMatchObject({ kind: "delivered", unseen: true });
  });

  it("plans one letter for each who is listed and not silent, written down, and the same again", () => {
    const { adapter, platform } = stage;
    const other = { ...platform.recipient, email: "other@acme.example" };
    const silenced = silent.map((silence) => ({ ...other, email: `${silence}@acme.example`, silence }));
    const chatbot = aChatbot({ recipients: [platform.recipient, other, ...silenced] });
    const planned = adapter.plan(anEscalatedEvent(), chatbot, conversation);
    expect(planned.map(({ destination, effect }) => ({ ...destination, effect }))).toEqual(
      [platform.recipient, other].map(({ email }) => ({
        account: platform.account,
        address: email,
        effect: "message",
      })),
    );
    for (const { body } of planned) expect(body).toContain("Can I speak to someone about my order?");
    expect(adapter.plan(anEscalatedEvent(), chatbot, conversation)).toEqual(planned);
  });

  it("sends what was planned, and the same at every attempt", async () => {
    const letter = letterTo(stage.platform, stage.adapter);
    const { id } = aDelivery();
    for (const attempt of [1, 2])
      expect(await stage.deliver({ ...letter, id, attempt })).toMatchObject({ kind: "delivered" });
    const [first, second] = stage.platform.shown();
    expect(first).toContain("Question: Can I speak to someone about my order?");
    expect(second).toBe(first);
  });

  it("lets whoever opens a link, as scanners do, change nothing", async () => {
    const links = [await lettersLink("resolve"), linkIn(stage.platform.shown()[0], "unsubscribe")];
    for (const link of links) {
      for (const method of ["GET", "HEAD", "GET", "GET", "GET"])
        expect((await fetch(link, { method })).status).toBe(200);
    }
    expect([stage.desk.acts, stage.desk.unsubscribed]).toEqual([[], []]);
  });

  it("takes the button behind a link in on the right episode, by the recipient, with the surface; once", async () => {
    const link = await lettersLink("resolve");
    for (const _press of [1, 2]) expect((await fetch(link, { method: "POST" })).status).toBe(200);
    const { conversationId, chatbot } = aNotice();
    const { recipient } = stage.platform;
    const by = { name: recipient.name, surface: name, externalId: recipient.email };
    const of = { chatbotId: chatbot.id, conversationId, episode: 1 };
    expect(stage.desk.acts).toMatchObject([
      { verb: "resolve", of, cause: { by }, verdict: "done" },
      { verb: "resolve", of, cause: { by }, verdict: "already" },
    ]);
    const [first, second] = stage.desk.acts;
    expect(second?.cause.id).toBe(first?.cause.id);
  });

  it("lets its reader leave with one click of the mail client, without cookie, origin or redirect", async () => {
    const link = await lettersLink("unsubscribe");
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const left = await fetch(link, { method: "POST", headers, body: "List-Unsubscribe=One-Click", redirect: "error" });
    expect(left.status).toBe(200);
    expect(stage.desk.unsubscribed).toEqual([`${aNotice().chatbot.id} ${stage.platform.recipient.email}`]);
  });

  it("writes names and words of a hostile visitor as the text they are", async () => {
    const hostile = "<b>Dear</b> <https://evil.example|your bank> {{DATE()}} =cmd()";
    const letter = letterTo(stage.platform, stage.adapter, { question: hostile, name: hostile });
    expect(await stage.deliver(letter)).toMatchObject({ kind: "delivered" });
    expect(stage.platform.shown()[0]).toContain(`Question: ${hostile}`);
  });
}
