import type { ServerResponse } from "node:http";
import {
  type EscalationDesk,
  type EscalationNotice,
  emailKey,
  type Markup,
  markup,
  type Person,
  type PlainPage,
  placeOf,
  sendPage,
  transcriptUrl,
  type Verdict,
  wasResolvedSince,
} from "../../core/index.ts";
import { inOneLine, minuteUtc } from "./lines.ts";
import type { Links, ResolveOffer } from "./links.ts";
import { adapterName } from "./refs.ts";

export type ResolveRoute = ReturnType<typeof createResolveRoute>;

interface Wiring {
  readonly links: Links;
  readonly desk: Pick<EscalationDesk, "look" | "resolve">;
  readonly publicUrl: string;
  readonly now: () => Date;
}

/** The Resolve link of a mail. Mail scanners open every link, so only the button on the page does anything. */
export function createResolveRoute({ links, desk, publicUrl, now }: Wiring) {
  /** Changes nothing, however often it is fetched. */
  async function show(token: string, response: ServerResponse): Promise<void> {
    const read = offerOf(token);
    if (!read) return sendPage(response, notOurs);
    const { offer } = read;
    const notice = await desk.look(refOf(offer));
    if (!notice) return sendPage(response, gone);
    if (isExpired(offer)) return sendPage(response, expired(notice, offer));
    if (isOver(offer, notice)) return sendPage(response, over(notice, offer));
    sendPage(response, {
      status: 200,
      title: `Resolve ${notice.reference}?`,
      body: markup`<p>${headed(notice)}</p>
<p>${standing(notice)}</p>
<form method="post"><button>Resolve ${notice.reference}</button></form>`,
    });
  }

  async function act(token: string, response: ServerResponse): Promise<void> {
    const read = offerOf(token);
    if (!read) return sendPage(response, notOurs);
    const { offer, id } = read;
    if (isExpired(offer)) {
      const notice = await desk.look(refOf(offer));
      return sendPage(response, notice ? expired(notice, offer) : gone);
    }
    const by = { name: offer.name, surface: adapterName, externalId: emailKey(offer.email) } as const;
    const verdict = await desk.resolve(refOf(offer), { by, id: `email:${id}`, asOf: offer.asOf });
    sendPage(response, afterwards(verdict, offer));
  }

  function offerOf(token: string) {
    const read = links.read("resolve", token);
    return read?.offer.kind === "resolve" ? { offer: read.offer, id: read.id } : null;
  }

  function isExpired({ expires }: ResolveOffer): boolean {
    return expires <= now();
  }

  function afterwards({ kind, notice }: Verdict, offer: ResolveOffer): PlainPage {
    if (kind === "unknown" || !notice) return gone;
    const { escalation } = notice;
    const isMine =
      escalation.status === "resolved" &&
      escalation.episode === offer.episode &&
      escalation.resolvedBy.surface === adapterName &&
      escalation.resolvedBy.externalId === emailKey(offer.email);
    if (kind !== "done" && !isMine) return over(notice, offer);
    return {
      status: 200,
      title: `${notice.reference} is resolved`,
      body: markup`<p>${headed(notice)}</p>
<p>You resolved it. Everybody who was told of it sees that.</p>
${deepLink(offer)}`,
    };
  }

  function over(notice: EscalationNotice, offer: ResolveOffer): PlainPage {
    return {
      status: 200,
      title: "This link has done its work",
      body: markup`<p>${headed(notice)}</p>
<p>${whyOver(notice, offer)}</p>
<p>${standing(notice)} Nothing was changed.</p>
${deepLink(offer)}`,
    };
  }

  function expired(notice: EscalationNotice, offer: ResolveOffer): PlainPage {
    return {
      status: 410,
      title: "This link has expired",
      body: markup`<p>${headed(notice)}</p>
<p>A link to resolve works for 7 days. ${standing(notice)} Nothing was changed.</p>
${deepLink(offer)}`,
    };
  }

  function deepLink(offer: ResolveOffer): Markup {
    return markup`<p><a href="${transcriptUrl(publicUrl, offer)}">Open the conversation</a></p>`;
  }

  return { show, act };
}

function refOf({ chatbotId, conversationId, episode }: ResolveOffer) {
  return { chatbotId, conversationId, episode };
}

function isOver({ episode, asOf }: ResolveOffer, { escalation }: EscalationNotice): boolean {
  return escalation.episode !== episode || escalation.status === "resolved" || wasResolvedSince(escalation, asOf);
}

function whyOver({ escalation }: EscalationNotice, { episode }: ResolveOffer): string {
  if (escalation.episode !== episode)
    return `It belongs to an earlier request (episode ${episode}); the visitor has asked again since.`;
  if (escalation.status === "resolved") return "Somebody was faster.";
  return "It was resolved once since the e-mail was sent, and reopened.";
}

function headed({ chatbot, reference }: EscalationNotice): string {
  return `${inOneLine(chatbot.name, 120)} · ${reference}`;
}

/** No word of what was said: whoever holds the link need not be signed in. */
function standing({ escalation }: EscalationNotice): string {
  const since = minuteUtc(escalation.escalatedAt);
  if (escalation.status === "resolved")
    return `It was resolved by ${named(escalation.resolvedBy)} at ${minuteUtc(escalation.resolvedAt)}.`;
  if (escalation.claimedBy) return `It has been open since ${since}, and ${named(escalation.claimedBy)} is on it.`;
  return `It has been open since ${since}, and nobody has said yet that they are on it.`;
}

function named(person: Person): string {
  return `${inOneLine(person.name, 80)} (${placeOf(person)})`;
}

const notOurs: PlainPage = {
  status: 404,
  title: "This link is not one of ours",
  body: markup`<p>It was cut or changed on its way, or comes from another installation of Deskbell. Copy all of it from the e-mail and open it again. Nothing was changed.</p>`,
};

const gone: PlainPage = {
  status: 404,
  title: "There is no such conversation any more",
  body: markup`<p>It was deleted since the e-mail was sent, so there is nothing to resolve.</p>`,
};
