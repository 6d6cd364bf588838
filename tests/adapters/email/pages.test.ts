import { describe, expect, it } from "vitest";
import type { Offer } from "../../../adapters/email/links.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { aConversationId, aNotice, anAgent, anOpenEscalation, aResolvedEscalation } from "../../builders/notices.ts";
import { anEmailDesk } from "./email-desk.ts";
import { links, publicUrl } from "./email-parts.ts";

const offer = {
  kind: "resolve",
  chatbotId: firstChatbotId,
  conversationId: aConversationId,
  episode: 1,
  asOf: 5,
  email: "Ben@acme.example",
  name: "Ben",
  expires: new Date("2026-04-26T10:23:45Z"),
} as const satisfies Offer;
const leaving = { kind: "unsubscribe", chatbotId: firstChatbotId, email: "ben@acme.example", isOwner: false } as const;

async function aDesk() {
  const desk = await anEmailDesk();
  const url = await desk.serve();
  const open = async (of: Offer | string, method = "GET") => {
    const path = typeof of === "string" ? of : links.to(of).replace(`${publicUrl}/adapters/email`, "");
    const response = await fetch(url + path, { method, redirect: "error" });
    return { status: response.status, headers: response.headers, page: await response.text() };
  };
  return { ...desk, open, press: (of: Offer | string) => open(of, "POST") };
}

const deepLink = `${publicUrl}/dashboard/chatbots/${firstChatbotId}/human-support?conv=${aConversationId}`;

describe("the Resolve link of a mail", () => {
  it("shows the chatbot, the reference and how it stands, and nothing that was said", async () => {
    const { open, desk } = await aDesk();
    const { status, page } = await open(offer);
    expect(status).toBe(200);
    expect(page).toContain("Acme Shop · #K7QM");
    expect(page).toContain("It has been open since 2026-04-19 10:23 UTC");
    expect(page).toContain("<button>Resolve #K7QM</button>");
    for (const said of ["speak to someone", "Where is my order", "Ada", "ada@example.com", "shop.example"])
      expect(page).not.toContain(said);
    expect(desk.acts).toEqual([]);
  });

  it("changes nothing, however often and by whomever it is opened", async () => {
    const { open, desk } = await aDesk();
    for (const method of ["GET", "HEAD", "GET", "GET", "GET", "OPTIONS", "PUT", "DELETE"]) await open(offer, method);
    expect((await open(offer, "PUT")).status).toBe(405);
    expect(desk.acts).toEqual([]);
    expect(desk.notice().escalation.status).toBe("open");
  });

  it("resolves once its button is pressed, by the recipient, as things stood when it was mailed", async () => {
    const { press, desk } = await aDesk();
    const { status, page } = await press(offer);
    expect(status).toBe(200);
    expect(page).toContain("#K7QM is resolved");
    expect(page).toContain(`href="${deepLink}"`);
    expect(desk.acts).toMatchObject([
      {
        verb: "resolve",
        of: { chatbotId: firstChatbotId, conversationId: aConversationId, episode: 1 },
        cause: { by: { name: "Ben", surface: "email", externalId: "ben@acme.example" }, asOf: 5 },
        verdict: "done",
      },
    ]);
  });

  it("says so again to whoever presses twice", async () => {
    const { press, open, desk } = await aDesk();
    await press(offer);
    expect((await press(offer)).page).toContain("#K7QM is resolved");
    expect(desk.acts.map(({ verdict }) => verdict)).toEqual(["done", "already"]);
    expect((await open(offer)).page).toContain("resolved by Ben (e-mail)");
  });

  it.each([
    ["Somebody was faster", aResolvedEscalation(), "resolved by Ben (Slack) at 2026-04-19 10:31 UTC"],
    ["reopened", anOpenEscalation({ lastResolvedSeq: 7, claimedBy: anAgent() }), "Ana (the dashboard) is on it"],
    ["an earlier request (episode 1)", anOpenEscalation({ episode: 2 }), "It has been open since"],
  ])("tells what is true when it is over (%s), and changes nothing", async (why, escalation, truth) => {
    const { open, press, desk } = await aDesk();
    desk.becomes(aNotice({ escalation }));
    for (const { status, page } of [await open(offer), await press(offer)]) {
      expect(status).toBe(200);
      expect(page).toContain(why);
      expect(page).toContain(truth);
      expect(page).toContain("Nothing was changed");
      expect(page).toContain(`href="${deepLink}"`);
      expect(page).not.toContain("<button>");
    }
    expect(desk.notice().escalation).toEqual(escalation);
  });

  it("works again in the mail of a reopening, which was sent after the resolution", async () => {
    const { press, desk } = await aDesk();
    desk.becomes(aNotice({ escalation: anOpenEscalation({ lastResolvedSeq: 7 }) }));
    expect((await press({ ...offer, asOf: 9 })).page).toContain("is resolved");
  });

  it("says that it has expired after 7 days, and leads to the conversation", async () => {
    const { open, press, becomes, desk } = await aDesk();
    becomes(new Date("2026-04-26T10:23:46Z"));
    for (const { status, page } of [await open(offer), await press(offer)]) {
      expect(status).toBe(410);
      expect(page).toContain("This link has expired");
      expect(page).toContain(`href="${deepLink}"`);
    }
    expect(desk.acts).toEqual([]);
  });

  it("says that a conversation is gone", async () => {
    const { open, press } = await aDesk();
    const of = { ...offer, conversationId: "22222222-2222-4222-8222-222222222222" as typeof aConversationId };
    for (const { status, page } of [await open(of), await press(of)]) {
      expect([status, page]).toEqual([404, expect.stringContaining("no such conversation any more")]);
    }
  });

  it("says what to do when the database is away, and that nothing is lost by trying again", async () => {
    const { press, desk } = await aDesk();
    desk.breaks(new Error("CONNECTION_CLOSED"));
    const { status, page, headers } = await press(offer);
    expect([status, headers.get("retry-after")]).toEqual([503, "5"]);
    expect(page).toContain("Try again in a moment");
    expect(page).not.toContain("CONNECTION_CLOSED");
  });
});

describe("a link that was cut, changed or made up", () => {
  const whole = links.to(offer).replace(`${publicUrl}/adapters/email/resolve/`, "");
  const [payload = "", mac = ""] = whole.split(".");
  const forged = Buffer.from(Buffer.from(payload, "base64url").toString().replace("Ben@", "Eve@")).toString(
    "base64url",
  );

  it.each([
    whole.slice(0, -1),
    `${payload}.${mac.toUpperCase()}`,
    `${payload}A.${mac}`,
    `${forged}.${mac}`,
    `${payload}.`,
    `.${mac}`,
    `${whole}.${mac}`,
    payload,
    "x".repeat(5_000),
    "%00",
    "..%2f..%2fetc",
  ])("does nothing, and says what to do: %s", async (token) => {
    const { open, press, desk } = await aDesk();
    for (const page of ["resolve", "unsubscribe"]) {
      for (const answer of [await open(`/${page}/${token}`), await press(`/${page}/${token}`)]) {
        expect(answer.status).toBe(404);
        expect(answer.page).toContain("Copy all of it from the e-mail");
      }
    }
    expect([desk.acts, desk.unsubscribed]).toEqual([[], []]);
  });

  it("is answered as malformed when it is not even an address", async () => {
    const { open } = await aDesk();
    expect(await open("/resolve/%zz")).toMatchObject({ status: 400, page: expect.stringContaining("not whole") });
  });

  it("is not good for anything but what it was made for", async () => {
    const { open, press, desk } = await aDesk();
    expect((await press(links.to(leaving).replace(/.*unsubscribe/, "/resolve"))).status).toBe(404);
    expect((await press(`/unsubscribe/${whole}`)).status).toBe(404);
    expect((await open("/resolve/")).status).toBe(404);
    expect([desk.acts, desk.unsubscribed]).toEqual([[], []]);
  });
});

describe("the unsubscribe link of a mail", () => {
  it("asks first, and tells what happened and how to undo it", async () => {
    const { open, press, desk } = await aDesk();
    expect((await open(leaving)).page).toContain("<button>Turn the alerts off</button>");
    expect(desk.unsubscribed).toEqual([]);
    for (const { status, page } of [await press(leaving), await press(leaving)]) {
      expect(status).toBe(200);
      expect(page).toContain("ben@acme.example is not mailed any more");
      expect(page).toContain("To undo this, ask the owner");
    }
    expect(desk.unsubscribed).toEqual([`${firstChatbotId} ben@acme.example`]);
  });

  it("is the owner's own switch, for every chatbot", async () => {
    const { open, press } = await aDesk();
    expect((await open({ ...leaving, isOwner: true })).page).toContain("any chatbot");
    expect((await press({ ...leaving, isOwner: true })).page).toContain("in your account");
  });

  it("tells who is not listed any more that there is nothing to leave", async () => {
    const { press } = await aDesk();
    const of = { ...leaving, chatbotId: "00000000-0000-4000-8000-000000000009" as typeof firstChatbotId };
    expect((await press(of)).page).toContain("not on this chatbot's list any more");
  });
});

describe("every page", () => {
  it("runs no script, is kept by nobody, framed by nobody, and tells no other site where it was", async () => {
    const { open, press } = await aDesk();
    for (const { page, headers } of [
      await open(offer),
      await press(offer),
      await open(leaving),
      await open("/resolve/x"),
    ]) {
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("x-robots-tag")).toContain("noindex");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("set-cookie")).toBeNull();
      expect(page).toContain('<html lang="en">');
      expect(page).not.toContain("<script");
    }
  });

  it("shows names as the text they are", async () => {
    const { open, desk } = await aDesk();
    const name = '<img src=x onerror="alert(1)">\u202E';
    desk.becomes(
      aNotice({
        chatbot: { id: firstChatbotId, name },
        escalation: anOpenEscalation({ claimedBy: anAgent({ name }) }),
      }),
    );
    const { page } = await open(offer);
    expect(page).not.toContain("<img");
    expect(page).not.toContain("\u202E");
    expect(page).toContain("&#60;img src=x");
  });
});
