import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listenOn } from "../listen-on.ts";
import { startMailPane } from "./mail-pane.ts";

describe("the mail of the demo", () => {
  let pane: Awaited<ReturnType<typeof startMailPane>>;
  let deskbellUrl: string;
  let heard: string[];
  let confirmed: boolean;
  const deskbell = createServer((request, response) => {
    request.resume();
    heard.push(`${request.method} ${request.url}`);
    response.end(confirmed ? "<p>Resolved." : '<form method="post"><button>Resolve</button></form>');
  });

  beforeEach(async () => {
    heard = [];
    confirmed = false;
    pane = await startMailPane();
    deskbellUrl = await listenOn(deskbell, 0);
  });
  afterEach(async () => {
    await pane.stop();
    deskbell.closeAllConnections();
    await new Promise((resolve) => deskbell.close(resolve));
  });

  /** As Deskbell would, knowing nothing but its variables. */
  async function alert(): Promise<string> {
    const { SENDGRID_API_KEY, SENDGRID_BASE_URL, EMAIL_FROM = "" } = pane.env;
    const [, name, email] = /^(.*) <(.*)>$/.exec(EMAIL_FROM) ?? [];
    const response = await fetch(`${SENDGRID_BASE_URL}/v3/mail/send`, {
      method: "POST",
      headers: { authorization: `Bearer ${SENDGRID_API_KEY}`, "content-type": "application/json" },
      body: JSON.stringify({
        personalizations: [{ to: [{ email: pane.recipients[0] }] }],
        from: { email, name },
        subject: "Help needed",
        content: [{ type: "text/plain", value: `Conversation: ${deskbellUrl}/c\nResolve: ${deskbellUrl}/r` }],
      }),
    });
    expect(response.status).toBe(202);
    await pane.sendgrid.settled();
    return pane.sendgrid.mails()[0]?.id ?? "";
  }

  it("takes Deskbell's mail, and tells it what became of that", async () => {
    pane.meet(deskbellUrl);
    await alert();
    expect(heard).toEqual(["POST /adapters/email/events"]);
    expect(pane.env.SENDGRID_EVENT_PUBLIC_KEY).toBe(pane.sendgrid.publicKey);
  });

  it("counts a Resolve that was followed and confirmed, and no other link", async () => {
    const id = await alert();
    const [step] = pane.pane.steps;
    expect(await step?.done()).toBe(false);
    confirmed = true;
    pane.sendgrid.follow(id, `${deskbellUrl}/c`);
    expect(await step?.done()).toBe(false);
    confirmed = false;
    pane.sendgrid.follow(id, `${deskbellUrl}/r`);
    expect(await step?.done()).toBe(false);
    confirmed = true;
    expect(await step?.done()).toBe(true);
    expect(new Set(heard)).toEqual(new Set(["GET /r"]));
  });
});
