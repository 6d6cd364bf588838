import {
  type EscalationDesk,
  type EscalationNotice,
  type EscalationRef,
  type PostedRef,
  unknownCard,
  whatIsTrue,
} from "../../core/index.ts";
import { type Activity, placeIn } from "./activity.ts";
import { type ButtonValue, readButtonValue } from "./buttons.ts";
import { card } from "./card.ts";
import type { AdaptiveCard } from "./connector.ts";
import { causeOf } from "./people.ts";
import { adapterName, channelAt, refOf } from "./refs.ts";
import { escaped, timeOf } from "./text.ts";

/** What whoever pressed is shown: the card as it is now, or a sentence. */
export type Shown = { readonly card: AdaptiveCard; readonly truth: string | null } | { readonly sentence: string };

const script = { name: (name: string) => escaped(name, 80), time: timeOf };

/** Claim, Resolve and Reopen as pressed in Teams. Whoever comes second gets the current card too, never an error. */
export function createPressButton(desk: EscalationDesk, tenantId: string) {
  return async (activity: Activity, written: unknown): Promise<Shown> => {
    const value = readButtonValue(written);
    const place = placeIn(activity);
    const pressed = activity.replyToId;
    if (!value || !place || !pressed) return { sentence: unknownCard };
    const ref = refOf(place.channelId, pressed);
    if (!(await isOurs(value, ref, place.channelId))) return { sentence: unknownCard };
    const cause = causeOf(activity);
    const verdict = await desk[value.verb](referredBy(value), cause);
    const truth = whatIsTrue({ verb: value.verb, episode: value.e, by: cause.by }, verdict, script);
    if (!verdict.notice) return { sentence: truth ?? unknownCard };
    return { card: cardFor(verdict.notice, value, truth), truth };
  };

  /** A card we know, or one whose posting was never confirmed to us: the press on it is the receipt. */
  async function isOurs(value: ButtonValue, ref: PostedRef, channelId: string): Promise<boolean> {
    const isMeant = (known: EscalationRef | null) =>
      known?.chatbotId === value.b && known.conversationId === value.c && known.episode === value.e;
    const known = await desk.find(adapterName, ref);
    if (known) return isMeant(known);
    if (!value.d) return false;
    // A delivery that was sent to this very channel, and its conversation: this card, or the first copy of it.
    return desk.confirm(adapterName, channelAt(tenantId, channelId), value.d, ref, referredBy(value));
  }
}

export type PressButton = ReturnType<typeof createPressButton>;

function cardFor(notice: EscalationNotice, { e, d }: ButtonValue, truth: string | null): AdaptiveCard {
  const past = e < notice.escalation.episode ? { pastEpisode: e } : {};
  const [attachment] = card(notice, { ...past, truth, ...(d && { delivery: d }) }).attachments ?? [];
  if (!attachment) throw new Error("A card has an attachment.");
  return attachment.content;
}

function referredBy({ b, c, e }: ButtonValue): EscalationRef {
  return { chatbotId: b, conversationId: c, episode: e };
}
