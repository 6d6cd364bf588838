import { Router } from "express";
import { z } from "zod";
import { type Markup, markup, sendPage } from "../../plain-page.ts";
import type { KeptMail } from "../../queries/mailbox.ts";
import { onlyTheseMethods } from "../only-these-methods.ts";

export type ReadMailbox = (limit: number) => Promise<readonly KeptMail[]>;

const mostShown = 100;

/** What an adapter wrote down; only what is shown here. */
const Letter = z.object({
  to: z.object({ email: z.string(), name: z.string() }),
  subject: z.string(),
  text: z.string(),
});

/** The mail that went to no server, for whoever tries Deskbell out. */
export function createMailboxPage(read: ReadMailbox): Router {
  const router = Router();
  router.get("/", async (_request, response) => {
    const mails = await read(mostShown);
    sendPage(response, {
      status: 200,
      title: "Mailbox",
      body: markup`<p class="soft">No way to send e-mail is configured, so it comes here: the newest first, at most ${mostShown}. Set SENDGRID_API_KEY or SMTP_URL, and EMAIL_FROM, to have it sent.</p>
${mails.length === 0 ? markup`<p>No mail yet. It is written when a visitor asks for a human.</p>` : mails.map(article)}`,
    });
  });
  return onlyTheseMethods(router);
}

function article({ at, body, deliveryId }: KeptMail): Markup {
  const { to, subject, text } = Letter.parse(JSON.parse(body));
  const moment = at.toISOString();
  return markup`<article aria-labelledby="m-${deliveryId}">
<h2 id="m-${deliveryId}">${subject}</h2>
<p class="soft">To ${to.name} &lt;${to.email}&gt; · <time datetime="${moment}">${moment.slice(0, 16).replace("T", " ")} UTC</time></p>
<pre>${withLinks(text)}</pre>
</article>
`;
}

const link = /(https?:\/\/[^\s<>"']+)/;

/** What can be followed can be clicked: http and https, and nothing else. */
function withLinks(text: string): readonly Markup[] {
  return text
    .split(link)
    .map((part) =>
      link.test(part) ? markup`<a href="${part}" rel="noopener noreferrer">${part}</a>` : markup`${part}`,
    );
}
