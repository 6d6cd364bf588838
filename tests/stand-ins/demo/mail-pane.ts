import { type StandInSendGrid, startStandInSendGrid } from "../sendgrid/stand-in-sendgrid.ts";
import type { StandIn } from "./stand-in.ts";

/** The team's mail: an inbox for whoever is alerted, as SendGrid delivers it. */
export async function startMailPane(): Promise<
  StandIn & { readonly sendgrid: StandInSendGrid; readonly recipients: readonly string[] }
> {
  const sendgrid = await startStandInSendGrid();

  return {
    sendgrid,
    /** For the chatbot's settings. */
    recipients: ["ana@lampyris.example", "ben@lampyris.example"],
    env: {
      SENDGRID_API_KEY: sendgrid.apiKey,
      SENDGRID_BASE_URL: sendgrid.url,
      SENDGRID_EVENT_PUBLIC_KEY: sendgrid.publicKey,
      EMAIL_FROM: "Deskbell <desk@lampyris.example>",
    },
    pane: {
      name: "Mail",
      about: "What your team sees",
      url: `${sendgrid.url}/`,
      steps: [
        {
          todo: "Open the mail, follow Resolve and confirm",
          done: () => isAnyConfirmed(sendgrid.followed.filter(({ words }) => /\bresolve\b/i.test(words))),
        },
      ],
    },
    meet: (deskbellUrl) => sendgrid.sendEventsTo(`${deskbellUrl}/adapters/email/events`),
    stop: sendgrid.stop,
  };
}

/** A page that a link leads to offers a form to confirm with, as long as there is something to confirm. Looking changes nothing. */
async function isAnyConfirmed(links: readonly { readonly url: string }[]): Promise<boolean> {
  for (const url of new Set(links.map((link) => link.url))) {
    const page = await fetch(url);
    if (page.ok && !/<form\b/i.test(await page.text())) return true;
  }
  return false;
}
