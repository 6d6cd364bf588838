import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installEmail } from "../../adapters/email/index.ts";
import { installSlack } from "../../adapters/slack/index.ts";
import { httpEnv, readable, supportChannel } from "../adapters/slack/slack-platform.ts";
import { firstChatbotId } from "../builders/chatbots.ts";
import { expectProblem } from "../core/http/support/problem.ts";
import { type StandInSendGrid, startStandInSendGrid } from "../stand-ins/sendgrid/stand-in-sendgrid.ts";
import { type StandInSlack, startStandInSlack } from "../stand-ins/slack/stand-in-slack.ts";
import { homes } from "../support/database.ts";
import { eventually, openDeskbell } from "../support/deskbell.ts";
import { arrive } from "../support/visitor.ts";

const chairs = "00000000-0000-4000-8000-00000000000c";
const sofas = "00000000-0000-4000-8000-00000000000d";
const ana = "ana@acme.example";
const ben = "ben@acme.example";
const cem = "cem@acme.example";
const dora = "dora@acme.example";

/** Where several instances may share it; what a home does of its own is tested beside it. */
const home = homes.at(-1) ?? "embedded";

const isWatchdog = (text: string) => text.startsWith("⚠️");

describe(`an alert by mail, on the ${home} database`, () => {
  let sendgrid: StandInSendGrid;
  let slack: StandInSlack;
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    sendgrid = await startStandInSendGrid();
    slack = await startStandInSlack();
    slack.createChannel({ id: supportChannel, name: "support" });
    deskbell = await openDeskbell(home, {
      adapters: [installSlack, installEmail],
      chatbots: [
        { id: firstChatbotId, name: "Lamps", owner: { email: ana, name: "Ana" }, settings: { recipients: [ben, cem] } },
        {
          id: chairs,
          name: "Chairs",
          owner: { email: dora, notifyEscalation: false },
          settings: { recipients: [ben] },
        },
        { id: sofas, name: "Sofas", owner: { email: ana } },
      ],
      env: {
        ...httpEnv(slack),
        SENDGRID_API_KEY: sendgrid.apiKey,
        SENDGRID_BASE_URL: sendgrid.url,
        SENDGRID_EVENT_PUBLIC_KEY: sendgrid.publicKey,
        EMAIL_FROM: "Acme <desk@acme.example>",
      },
      unreachedAfterMs: 1_500,
    });
    slack.sendCallbacksTo(`${deskbell.url}/adapters/slack/events`);
    sendgrid.sendEventsTo(`${deskbell.url}/adapters/email/events`);
    await slack.command({ command: "/deskbell", text: "connect Lamps", channel: supportChannel });
  });
  afterAll(async () => {
    await deskbell.close();
    await Promise.all([slack.stop(), sendgrid.stop()]);
  });

  async function asks(question: string, chatbotId = firstChatbotId as string) {
    const visitor = await arrive(deskbell.url, chatbotId);
    await visitor.says(question);
    await visitor.asksForHuman();
    const about = () =>
      sendgrid.mails().filter(({ text }) => text.includes(`\nQuestion: ${question}\n`) && !isWatchdog(text));
    const settled = () =>
      eventually(async () => {
        const log = await deskbell.deliveryLog(chatbotId, visitor.session.conversation_id);
        return log.length > 0 && log.every((each) => each.settledAt !== null) && log;
      }, 20_000);
    return {
      visitor,
      settled,
      mailed: () => about().flatMap(({ to }) => to.map(({ email }) => email)),
      linkFor: (email: string, page: string) => {
        const mail = about().find(({ to }) => to[0]?.email === email);
        const [link] = new RegExp(`${deskbell.url}/adapters/email/${page}/\\S+`).exec(mail?.text ?? "") ?? [];
        if (!link) throw new Error(`There is no link to ${page} for ${email}.`);
        return link;
      },
      status: async () => (await visitor.comesBack()).conversation.status,
      card: () =>
        slack
          .messages(supportChannel)
          .map(readable)
          .find((card) => card.includes(question)),
    };
  }

  it("goes to the owner and everybody listed, one each, and is confirmed by SendGrid's own word", async () => {
    const { settled, mailed } = await asks("Where is my lamp?");
    const log = (await settled()).filter(({ adapter }) => adapter === "email");
    expect(mailed().sort()).toEqual([ana, ben, cem]);
    expect(log.map(({ state, reason, account }) => [state, reason, account])).toEqual(
      Array(3).fill(["delivered", "HTTP 202", "sendgrid"]),
    );
    await expectProblem(await fetch(`${deskbell.url}/dev/mailbox`), { status: 404 });
  });

  it("is resolved by the button behind its link, as everybody sees, and by no scanner", async () => {
    const { settled, linkFor, status, card } = await asks("Does it dim?");
    await settled();
    const link = linkFor(ben, "resolve");
    for (const _visit of [1, 2, 3, 4, 5]) expect((await fetch(link)).status).toBe(200);
    await fetch(link, { method: "HEAD" });
    expect(await status()).toMatchObject({ state: "open" });

    expect(await (await fetch(link, { method: "POST" })).text()).toContain("is resolved");
    expect(await status()).toMatchObject({ state: "resolved", resolved_by: "ben" });
    await eventually(() => card()?.includes("Resolved") && card()?.includes("ben"));
    expect(await (await fetch(link, { method: "POST" })).text()).toContain("is resolved");
  });

  it("resolves nothing any more once it was resolved elsewhere, even when it is open again", async () => {
    const { settled, linkFor, status, card } = await asks("Is it in stock?");
    await settled();
    const { ts } = await eventually(() =>
      slack.messages(supportChannel).find((message) => readable(message).includes("Is it in stock?")),
    );
    await slack.click({ channel: supportChannel, ts, actionId: "escalation.resolve" });
    await eventually(() => card()?.includes("Resolved"));
    await slack.click({ channel: supportChannel, ts, actionId: "escalation.reopen" });
    await eventually(async () => (await status()).state === "open");
    const page = await (await fetch(linkFor(cem, "resolve"), { method: "POST" })).text();
    expect(page).toContain("It was resolved once since the e-mail was sent, and reopened");
    expect(await status()).toMatchObject({ state: "open" });
  });

  it("is sent once although SendGrid's answer was lost, for its events tell that it has it", async () => {
    sendgrid.misbehave({ how: "reset_after_accepting", methods: "sendMail", channel: ben, times: 1 });
    const { settled, mailed } = await asks("Is it lost?");
    const log = (await settled()).filter(({ address }) => address === ben);
    expect(log).toMatchObject([{ state: "delivered", attempts: [{ outcome: "ambiguous" }, { outcome: "delivered" }] }]);
    expect(mailed().filter((email) => email === ben)).toHaveLength(1);
  });

  it("goes no more to an address that it came back from, and the owner is told", async () => {
    sendgrid.setFate(cem, "bounce");
    const first = await asks("Does it bounce?");
    await first.settled();
    const told = () =>
      sendgrid.mails(ana).filter(({ subject }) => subject === `[Lamps] Deskbell no longer mails ${cem}`);
    await eventually(() => told().length > 0);
    const { settled, mailed } = await asks("Who is left?");
    await settled();
    expect(mailed().sort()).toEqual([ana, ben]);
    expect(told()).toHaveLength(1);
    expect(told()[0]?.text).toContain("550 5.1.1");
  });

  it("is left with one click of the mail client; the owner is told, and nobody else has to leave", async () => {
    const first = await asks("May I leave?");
    await first.settled();
    const body = "List-Unsubscribe=One-Click";
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const left = await fetch(first.linkFor(ben, "unsubscribe"), { method: "POST", headers, body, redirect: "error" });
    expect(left.status).toBe(200);
    await eventually(() => sendgrid.mails(ana).some(({ subject }) => subject.includes(`no longer mails ${ben}`)));
    const { settled, mailed } = await asks("Who stays?");
    await settled();
    expect(mailed()).toEqual([ana]);
  });

  it("is not for an owner who wants none, of any kind", async () => {
    const { settled, mailed } = await asks("Is she asleep?", chairs);
    await settled();
    expect(mailed()).toEqual([ben]);
    expect(sendgrid.mails(dora)).toEqual([]);
  });

  it("is followed by another one to the owner when nobody could be reached in time", async () => {
    sendgrid.misbehave({ how: "rate_limited", retryAfter: 1, channel: ana });
    const { visitor } = await asks("Is anybody there?", sofas);
    const log = () => deskbell.deliveryLog(sofas, visitor.session.conversation_id);
    await eventually(async () => (await log()).some(({ eventType }) => eventType === "conversation.unreached"));
    sendgrid.behave();
    const mails = () => sendgrid.mails(ana).filter(({ text }) => text.includes("Question: Is anybody there?"));
    await eventually(() => mails().length === 2, 20_000);
    const [alert, watchdog] = mails();
    expect(watchdog?.subject).toBe(alert?.subject);
    expect(watchdog?.text).toMatch(
      /^⚠️ A visitor has been asking for a human for \d+ s, and nobody has been reached\.\nNo channel is connected/,
    );
  });
});
