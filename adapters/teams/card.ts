import {
  type CardLook,
  clockUtc,
  cutText,
  durationBetween,
  type EscalationNotice,
  oneLine,
  placeOf,
} from "../../core/index.ts";
import { buttonsFor, openTranscript } from "./buttons.ts";
import type { AdaptiveCard, Sent } from "./connector.ts";
import { dateAndTimeOf, escaped, plain, timeOf } from "./text.ts";

export interface CardOptions extends CardLook {
  /** Teams never confirmed an earlier copy, which may be there too. */
  readonly again?: boolean;
  /** Told to whoever pressed in vain, who alone sees it. */
  readonly truth?: string | null;
  /** Only to be read: what a Workflows webhook can show. */
  readonly withoutButtons?: boolean;
  /** Without what may be too long or malformed: the second try after Teams refused the full card. */
  readonly brief?: boolean;
}

/**
 * Teams refuses messages over 100 KB, counted as UTF-16, and people met it from 70 KB on; a Workflows webhook takes 28 KB.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
export const roomInBytes = { bot: 56_000, workflow: 26_000 } as const;

/** How things stand, as one message that is edited in place. */
export function card(notice: EscalationNotice, options: CardOptions = {}): Sent {
  const room = options.withoutButtons ? roomInBytes.workflow : roomInBytes.bot;
  for (const share of options.brief ? [0.1] : [1, 0.5, 0.25]) {
    const sent = message(notice, options, share);
    if (sizeOf(sent) <= room) return sent;
  }
  return message(notice, options, 0.05);
}

/** What is tried, one after the other, as long as Teams refuses the one before it. */
export function cardDrafts(notice: EscalationNotice, options: CardOptions = {}) {
  return [
    (again: boolean) => card(notice, { ...options, again }),
    (again: boolean) => card(notice, { ...options, again, brief: true }),
    (again: boolean) => bareCard(notice, { ...options, again }),
  ] as const;
}

/** No card at all, and nothing that others wrote but the chatbot's name: how it stands, and where it is read. */
export function bareCard(notice: EscalationNotice, options: CardOptions = {}): Sent {
  const { sign, title } = statusOf(notice, options);
  const headline = `${sign} ${oneLine(notice.chatbot.name)} · ${title} · ${notice.reference}`;
  const text = [headline, ...(options.again ? [sentAgain] : []), `Open transcript: ${notice.transcriptUrl}`];
  return { type: "message", textFormat: "plain", text: text.join("\n"), summary: cutText(headline, 300) };
}

/** As Teams counts. */
export function sizeOf(sent: Sent): number {
  return JSON.stringify(sent).length * 2;
}

function message(notice: EscalationNotice, options: CardOptions, share: number): Sent {
  const status = statusOf(notice, options);
  const question = oneLine(notice.question);
  const summary = cutText(
    `${status.sign} ${oneLine(notice.chatbot.name)} · ${status.title}${question ? `: “${question}”` : ""}`,
    300,
  );
  return {
    type: "message",
    summary,
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: draw(notice, options, share, status, summary),
      },
    ],
  };
}

type Element = Readonly<Record<string, unknown>>;

function draw(
  notice: EscalationNotice,
  options: CardOptions,
  share: number,
  status: Status,
  summary: string,
): AdaptiveCard {
  const bare = options.pastEpisode !== undefined || options.copy || options.withoutButtons;
  const body: (Element | null)[] = [
    {
      type: "Container",
      style: status.style,
      bleed: true,
      items: [
        textBlock(`${status.sign} ${escaped(status.title, 100)} · ${escaped(notice.chatbot.name, 70)}`, {
          weight: "Bolder",
          size: "Medium",
        }),
        textBlock(status.detail, { spacing: "None", isSubtle: true }),
      ],
    },
    ...remarks(notice, options).map((remark) => textBlock(remark, { weight: "Bolder", color: "Warning" })),
    runs([
      {
        text: notice.question.trim() ? `“${cutText(notice.question.trim(), 1500 * share)}”` : "(no question yet)",
        size: "Medium",
      },
    ]),
    ...(options.copy || options.brief ? [] : [excerptOf(notice, share), factsOf(notice, options, share)]),
  ];
  const link = openTranscript(notice);
  return {
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    type: "AdaptiveCard",
    version: "1.5",
    body: body.filter((element) => element !== null),
    actions: bare ? [link] : buttonsFor(notice, options.delivery ?? null),
    msteams: { width: "Full" },
    fallbackText: plain(summary),
    speak: plain(summary),
  };
}

interface Status {
  readonly sign: string;
  readonly title: string;
  readonly detail: string;
  readonly style: "warning" | "accent" | "good" | "emphasis";
}

function statusOf({ escalation }: EscalationNotice, { pastEpisode, copy }: CardOptions): Status {
  if (copy) {
    return {
      sign: "🗂️",
      title: "Second copy",
      detail: "This was posted twice: the other card in this channel goes on and shows how things stand",
      style: "emphasis",
    };
  }
  if (pastEpisode !== undefined) {
    return {
      sign: "🗂️",
      title: `Earlier request (episode ${pastEpisode})`,
      detail: "Over: the visitor asked for a human again since then, see the newer card",
      style: "emphasis",
    };
  }
  if (escalation.status === "resolved") {
    const { resolvedBy, resolvedAt, escalatedAt } = escalation;
    return {
      sign: "✅",
      title: "Resolved",
      detail: `Resolved by **${escaped(resolvedBy.name, 80)}** in ${placeOf(resolvedBy)} at ${timeOf(resolvedAt)}, ${durationBetween(escalatedAt, resolvedAt)} after it was asked for`,
      style: "good",
    };
  }
  if (!escalation.claimedBy) {
    return {
      sign: "🔔",
      title: "Waiting for a human",
      detail: `**Nobody is on it yet** · waiting since ${dateAndTimeOf(escalation.escalatedAt)}`,
      style: "warning",
    };
  }
  const { name } = escalation.claimedBy;
  return {
    sign: "🙋",
    title: `${cutText(oneLine(name), 40)} is on it`,
    detail: `Claimed by **${escaped(name, 80)}** in ${placeOf(escalation.claimedBy)} · asked for at ${dateAndTimeOf(escalation.escalatedAt)}`,
    style: "accent",
  };
}

/** What the reader must know before anything else. */
function remarks({ escalation: { escalatedAt } }: EscalationNotice, { delayed, again, truth }: CardOptions): string[] {
  return [
    ...(truth ? [`👉 ${truth}`] : []),
    ...(delayed ? [`⏰ Delayed: escalated at ${dateAndTimeOf(escalatedAt)} (${clockUtc(escalatedAt)})`] : []),
    ...(again ? [sentAgain] : []),
  ];
}

/** On every second copy, so that people know two for one. */
export const sentAgain = "↻ Sent again: Teams did not confirm the first copy, which may be there as well";

function excerptOf({ excerpt, question }: EscalationNotice, share: number): Element | null {
  // The question stands above already.
  const asked = excerpt.findLastIndex(({ author, text }) => author === "visitor" && text.trim() === question.trim());
  const before = excerpt.filter((_said, index) => index !== asked).slice(-6);
  if (before.length === 0) return null;
  const speakers = { visitor: "Visitor", assistant: "Assistant", agent: "Agent" };
  const said = before.flatMap(({ author, name, text }, index) => [
    {
      text: `${index > 0 ? "\n" : ""}${cutText(oneLine(name ?? speakers[author]), 60)}: `,
      weight: "Bolder",
      isSubtle: true,
    },
    { text: cutText(oneLine(text), 320 * share), isSubtle: true },
  ]);
  return runs(said.map((run) => ({ ...run, size: "Small" })));
}

function factsOf(
  { page, contact, escalation, reference, messageCount }: EscalationNotice,
  options: CardOptions,
  share: number,
): Element {
  const reachable = [contact?.name, contact?.email, contact?.phone].filter((part) => part?.trim());
  const { claimedBy, episode } = escalation;
  const facts: [string, string][] = [
    ["Conversation", `${escaped(reference, 80)} · ${messageCount === 1 ? "1 message" : `${messageCount} messages`}`],
  ];
  if (page?.url.trim()) facts.push(["Page", escaped(page.url, 700 * share)]);
  if (reachable.length > 0) facts.push(["Contact", escaped(reachable.join(" · "), 800 * share)]);
  if (escalation.status === "resolved" && claimedBy)
    facts.push(["Claimed by", `${escaped(claimedBy.name, 80)} in ${placeOf(claimedBy)}`]);
  if (episode > 1 && options.pastEpisode === undefined) facts.push(["Request", `${episode} of this visitor`]);
  return { type: "FactSet", facts: facts.map(([title, value]) => ({ title, value })) };
}

/** Ours, or escaped: it is Markdown. */
function textBlock(text: string, look: Element): Element {
  return { type: "TextBlock", text, wrap: true, ...look };
}

/** What others wrote: no Markdown, no links. */
function runs(inlines: readonly { readonly text: string; readonly [look: string]: unknown }[]): Element {
  return {
    type: "RichTextBlock",
    inlines: inlines.map(({ text, ...look }) => ({ type: "TextRun", text: plain(text), ...look })),
  };
}
