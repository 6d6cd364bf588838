import type { ServerResponse } from "node:http";
import { type EscalationDesk, markup, type PlainPage, sendPage } from "../../core/index.ts";
import type { Links, UnsubscribeOffer } from "./links.ts";

export type UnsubscribeRoute = ReturnType<typeof createUnsubscribeRoute>;

/** The unsubscribe link of a mail, for people and for the button that mail clients make of it (RFC 8058). */
export function createUnsubscribeRoute(links: Links, desk: Pick<EscalationDesk, "unsubscribe">) {
  /** Changes nothing: scanners have unsubscribed people by opening it. */
  function show(token: string, response: ServerResponse): void {
    const offer = offerOf(token);
    sendPage(response, offer ? question(offer) : notOurs);
  }

  /** No cookie, no Origin, no redirect: a mail client's servers do this. */
  async function act(token: string, response: ServerResponse): Promise<void> {
    const offer = offerOf(token);
    if (!offer) return sendPage(response, notOurs);
    const done = await desk.unsubscribe(offer.chatbotId, offer.email);
    sendPage(response, done === "unknown" ? notListed(offer) : off(offer));
  }

  function offerOf(token: string): UnsubscribeOffer | null {
    const offer = links.read("unsubscribe", token)?.offer;
    return offer?.kind === "unsubscribe" ? offer : null;
  }

  return { show, act };
}

function question({ email, isOwner }: UnsubscribeOffer): PlainPage {
  return {
    status: 200,
    title: isOwner ? "No more alerts about any chatbot?" : "No more alerts about this chatbot?",
    body: markup`<p>${email} will not be mailed any more when a visitor asks for a human.</p>
<form method="post"><button>Turn the alerts off</button></form>`,
  };
}

function off({ email, isOwner }: UnsubscribeOffer): PlainPage {
  return {
    status: 200,
    title: "The alerts are off",
    body: isOwner
      ? markup`<p>${email} is not mailed any more when a visitor asks for a human, whatever the chatbot. What is broken you are still told.</p>
<p>To undo this, turn the alerts on again in your account in Deskbell's dashboard.</p>`
      : markup`<p>${email} is not mailed any more when a visitor of this chatbot asks for a human. Its owner is told.</p>
<p>To undo this, ask the owner: one click beside your address in the chatbot's settings turns the alerts on again.</p>`,
  };
}

function notListed({ email }: UnsubscribeOffer): PlainPage {
  return {
    status: 200,
    title: "There are no alerts to turn off",
    body: markup`<p>${email} is not on this chatbot's list any more. Nothing was changed.</p>`,
  };
}

const notOurs: PlainPage = {
  status: 404,
  title: "This link is not one of ours",
  body: markup`<p>It was cut or changed on its way, or comes from another installation of Deskbell. Copy all of it from the e-mail and open it again. Nothing was changed.</p>`,
};
