import type { types } from "@slack/bolt";
import { type CardLook, cutText, durationBetween, type EscalationNotice, oneLine, placeOf } from "../../core/index.ts";
import { buttonsFor, openTranscript } from "./buttons.ts";
import { sinceWhen, timeOf } from "./moments.ts";
import { bareLink, cutEscaped } from "./text.ts";

export interface Rendered {
  readonly text: string;
  readonly blocks: types.KnownBlock[];
}

export interface CardOptions extends CardLook {
  /** Without what may be too long or malformed: the second try after Slack refused the full card. */
  readonly brief?: boolean;
}

/** Slack refuses messages of about 13,000 characters of blocks and does not document it (bolt-js#2509, #2867). */
export const roomForBlocks = 9000;

/**
 * How things stand, as one message that is edited in place. What a visitor wrote stands in plain_text, which Slack
 * draws as it is; rich_text would bind every later edit of the card to rich_text (`block_mismatch`).
 */
export function card(notice: EscalationNotice, options: CardOptions = {}): Rendered {
  const shares = options.brief ? [0.1] : [1, 0.5, 0.25, 0.1];
  const drafts = shares.map((share) => () => draw(notice, options, share));
  for (const draft of drafts) {
    const rendered = draft();
    if (JSON.stringify(rendered.blocks).length < roomForBlocks) return rendered;
  }
  return draw(notice, { ...options, brief: true }, 0.05);
}

/** No blocks at all, and nothing that others wrote but the chatbot's name: how it stands, and where it is read. */
export function bareCard(
  { chatbot, reference, transcriptUrl, escalation }: EscalationNotice,
  look: CardLook,
): Rendered {
  const { sign, title } = statusOf({ escalation }, look);
  const where = `${cutEscaped(oneLine(chatbot.name), 150)} · ${cutEscaped(title, 150)} · ${cutEscaped(reference, 80)}`;
  return { text: `${sign} ${where} · <${transcriptUrl}|Open transcript>`, blocks: [] };
}

function draw(notice: EscalationNotice, options: CardOptions, share: number): Rendered {
  const bare = options.pastEpisode !== undefined || options.copy;
  const status = statusOf(notice, options);
  const question = oneLine(notice.question);
  const chatbot = cutText(oneLine(notice.chatbot.name), 70);
  const blocks: (types.KnownBlock | null)[] = [
    { type: "header", text: plain(cutText(`${status.sign} ${status.title} · ${chatbot}`, 150)) },
    { type: "context", elements: [mrkdwn(options.copy ? status.detail : contextOf(notice, status.detail, options))] },
    {
      type: "section",
      text: plain(question ? `“${cutText(notice.question.trim(), 1500 * share)}”` : "(no question yet)"),
    },
    options.brief || options.copy ? null : excerptOf(notice, share),
    options.brief || options.copy ? null : factsOf(notice, share),
    { type: "actions", elements: bare ? [openTranscript(notice)] : buttonsFor(notice, options.delivery ?? null) },
  ];
  const said = question ? `: “${cutEscaped(question, 280)}”` : "";
  return {
    text: `${status.sign} ${cutEscaped(chatbot, 150)} · ${cutEscaped(status.title, 150)}${said}`,
    blocks: blocks
      .filter((block) => block !== null)
      .map((block, index) => ({ ...block, block_id: blockId(notice, index) })),
  };
}

interface Status {
  readonly sign: string;
  readonly title: string;
  readonly detail: string;
}

function statusOf({ escalation }: Pick<EscalationNotice, "escalation">, { pastEpisode, copy }: CardOptions): Status {
  if (copy) return secondCopy;
  if (pastEpisode !== undefined) return pastStatus(pastEpisode);
  if (escalation.status === "resolved") {
    const { resolvedBy, resolvedAt, escalatedAt } = escalation;
    return {
      sign: "✅",
      title: "Resolved",
      detail: `Resolved by *${boldName(resolvedBy.name)}* in ${placeOf(resolvedBy)} at ${timeOf(resolvedAt)}, ${durationBetween(escalatedAt, resolvedAt)} after it was asked for`,
    };
  }
  if (!escalation.claimedBy)
    return {
      sign: "🔔",
      title: "Waiting for a human",
      detail: `*Nobody is on it yet* · waiting since ${sinceWhen(escalation.escalatedAt)}`,
    };
  const { name } = escalation.claimedBy;
  return {
    sign: "🙋",
    title: `${cutText(oneLine(name), 40)} is on it`,
    detail: `Claimed by *${boldName(name)}* in ${placeOf(escalation.claimedBy)} · asked for ${sinceWhen(escalation.escalatedAt)}`,
  };
}

const secondCopy: Status = {
  sign: "🗂️",
  title: "Second copy",
  detail: "This was posted twice: the other card in this channel goes on and shows how things stand",
};

function pastStatus(episode: number): Status {
  return {
    sign: "🗂️",
    title: `Earlier request (episode ${episode})`,
    detail: "Over: the visitor asked for a human again since then, see the newer card",
  };
}

function contextOf(
  { reference, messageCount, escalation }: EscalationNotice,
  detail: string,
  options: CardOptions,
): string {
  const delayed = options.delayed ? `⏰ *Delayed: escalated at ${timeOf(escalation.escalatedAt)}* · ` : "";
  const messages = messageCount === 1 ? "1 message" : `${messageCount} messages`;
  const episode = options.pastEpisode ?? escalation.episode;
  const again = episode > 1 && options.pastEpisode === undefined ? ` · request ${episode} of this visitor` : "";
  return `${delayed}${detail} · ${cutEscaped(reference, 80)} · ${messages}${again}`;
}

function excerptOf({ excerpt, question }: EscalationNotice, share: number): types.KnownBlock | null {
  // The question stands above already.
  const asked = excerpt.findLastIndex(({ author, text }) => author === "visitor" && text.trim() === question.trim());
  const before = excerpt.filter((_said, index) => index !== asked);
  if (before.length === 0) return null;
  const speakers = { visitor: "Visitor", assistant: "Assistant", agent: "Agent" };
  const lines = before
    .slice(-6)
    .map(
      ({ author, name, text }) =>
        `${name ? cutText(oneLine(name), 60) : speakers[author]}: ${cutText(oneLine(text), 320 * share)}`,
    );
  // Smaller and paler than the question: what led to it.
  return { type: "context", elements: [plain(cutText(`So far\n${lines.join("\n")}`, 2900))] };
}

/** Label left, value right. */
function factsOf({ page, contact, escalation }: EscalationNotice, share: number): types.KnownBlock | null {
  const reachable = [contact?.name, contact?.email, contact?.phone].filter((part) => part?.trim());
  const claimedBefore = escalation.status === "resolved" && escalation.claimedBy;
  const rows: [string, types.MrkdwnElement | types.PlainTextElement][] = [];
  if (page?.url.trim()) rows.push(["Page", mrkdwn(bareLink(page.url))]);
  if (reachable.length > 0) rows.push(["Contact", plain(cutText(reachable.join("\n"), 800 * share))]);
  if (claimedBefore)
    rows.push(["Claimed by", plain(`${cutText(oneLine(claimedBefore.name), 80)} in ${placeOf(claimedBefore)}`)]);
  if (rows.length === 0) return null;
  return { type: "section", fields: rows.flatMap(([label, value]) => [mrkdwn(`*${label}*`), value]) };
}

/** Slack asks for a new block_id with every edit. */
function blockId({ seq, asOf }: EscalationNotice, index: number): string {
  return `${index}.${seq}.${asOf.getTime().toString(36)}`;
}

function boldName(name: string): string {
  return cutEscaped(oneLine(name).replaceAll("*", "∗"), 80);
}

function plain(text: string): types.PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}

function mrkdwn(text: string): types.MrkdwnElement {
  return { type: "mrkdwn", text, verbatim: true };
}
