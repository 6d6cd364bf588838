import {
  type ButtonValue,
  clockUtc,
  createReadPress,
  cutText,
  type EscalationDesk,
  type EscalationNotice,
  oneLine,
  unknownCard,
  whatIsTrue,
} from "../../core/index.ts";
import { type Activity, placeIn } from "./activity.ts";
import { readPressed } from "./buttons.ts";
import { card } from "./card.ts";
import type { AdaptiveCard } from "./connector.ts";
import { causeOf } from "./people.ts";
import { adapterName, channelAt, refOf } from "./refs.ts";
import { escaped, timeOf } from "./text.ts";

/** What whoever pressed is shown: the card as it is now, or a sentence. */
export type Shown = { readonly card: AdaptiveCard; readonly truth: string | null } | { readonly sentence: string };

const inCard = { name: (name: string) => escaped(name, 80), time: timeOf };
/** Outside of a card Teams knows neither its escapes nor its macros. */
const inMessage = { name: (name: string) => cutText(oneLine(name), 80), time: clockUtc };

/** Claim, Resolve and Reopen as pressed in Teams. Whoever comes second gets the current card too, never an error. */
export function createPressButton(desk: EscalationDesk, tenantId: string) {
  const readPress = createReadPress(desk, adapterName);
  return async (activity: Activity, data: unknown, as: "card" | "message"): Promise<Shown> => {
    const value = readPressed(data);
    const place = placeIn(activity);
    const pressed = activity.replyToId;
    if (!value || !place || !pressed) return { sentence: unknownCard };
    const of = await readPress(value, refOf(place.channelId, pressed), channelAt(tenantId, place.channelId));
    if (!of) return { sentence: unknownCard };
    const cause = causeOf(activity);
    const verdict = await desk[value.verb](of, cause);
    const truth = whatIsTrue(
      { verb: value.verb, episode: of.episode, by: cause.by },
      verdict,
      as === "card" ? inCard : inMessage,
    );
    if (!verdict.notice) return { sentence: truth ?? unknownCard };
    return { card: cardFor(verdict.notice, value, truth), truth };
  };
}

export type PressButton = ReturnType<typeof createPressButton>;

function cardFor(notice: EscalationNotice, { e, d }: ButtonValue, truth: string | null): AdaptiveCard {
  const past = e < notice.escalation.episode ? { pastEpisode: e } : {};
  const [attachment] = card(notice, { ...past, truth, ...(d && { delivery: d }) }).attachments ?? [];
  if (!attachment) throw new Error("A card has an attachment.");
  return attachment.content;
}
