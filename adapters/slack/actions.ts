import { z } from "zod";
import {
  type EscalationDesk,
  type EscalationRef,
  type Log,
  type PostedRef,
  unknownCard,
  type Verdict,
  whatIsTrue,
} from "../../core/index.ts";
import { type ButtonValue, readButtonValue, type Verb } from "./buttons.ts";
import type { IdentityWatch } from "./identity.ts";
import { timeOf } from "./moments.ts";
import type { People } from "./people.ts";
import { adapterName, channelAt, refOf } from "./refs.ts";
import { cutEscaped } from "./text.ts";
import type { Whisper } from "./whisper.ts";

/** What Slack sends when somebody presses a button of a message. */
const Press = z.object({
  team: z.object({ id: z.string() }).nullish(),
  enterprise: z.object({}).nullish(),
  user: z.object({
    id: z.string(),
    name: z.string().default(""),
    username: z.string().default(""),
    team_id: z.string().nullish(),
  }),
  container: z.object({ message_ts: z.string(), channel_id: z.string(), thread_ts: z.string().nullish() }),
  trigger_id: z.string().nullish(),
  actions: z.tuple([z.object({ value: z.string().optional(), action_ts: z.string().default("") })]).rest(z.unknown()),
});
type Press = z.infer<typeof Press>;

const script = { name: (name: string) => cutEscaped(name, 80), time: timeOf };

interface Wiring {
  readonly desk: EscalationDesk;
  readonly people: People;
  readonly identity: IdentityWatch;
  readonly log: Log;
  readonly whisper: Whisper;
  /** Draws the clicked card anew, best effort. */
  readonly refresh: (ref: PostedRef, episode: number, verdict: Verdict) => void;
}

export type PressButton = (verb: Verb, body: unknown, ack: () => Promise<void>) => Promise<void>;

/** Claim, Resolve and Reopen as pressed in Slack: acts first, then acknowledges, then tells what is true. */
export function createPressButton({ desk, people, identity, log, whisper, refresh }: Wiring): PressButton {
  return async (verb, body, ack) => {
    const read = Press.safeParse(body);
    if (!read.success) {
      log.warn({ issues: read.error.issues.length }, "Slack: a button was pressed on something that is not a message");
      return ack();
    }
    const press = read.data;
    try {
      await take(verb, press, ack);
    } catch (error) {
      whisper(presserOf(press), "That did not work just now, and nothing was changed. Press again in a moment.");
      throw error;
    }
  };

  async function take(verb: Verb, press: Press, ack: () => Promise<void>): Promise<void> {
    const presser = presserOf(press);
    const [{ value: written }] = press.actions;
    const value = readButtonValue(written);
    const clicked = refOf(presser.channel, press.container.message_ts);
    if (isOutsider(press, identity)) {
      await ack();
      return whisper(presser, "Only members of this workspace can do this. Nothing was changed.");
    }
    if (!value || !(await isOurs(value, clicked, presser.channel))) {
      await ack();
      return whisper(presser, unknownCard);
    }
    const teamId = press.team?.id ?? identity.known()?.teamId ?? "";
    const by = await people({ teamId, userId: press.user.id, handle: press.user.name || press.user.username });
    const verdict = await desk[verb](referredBy(value), { by, id: causeOf(press, teamId) });
    await ack();
    const truth = whatIsTrue({ verb, episode: value.e, by }, verdict, script);
    if (truth) whisper(presser, truth);
    if (verdict.kind !== "done" && verdict.notice) refresh(clicked, value.e, verdict);
  }

  /** A card we know, or one whose posting was never confirmed to us: the press on it is the receipt. */
  async function isOurs(value: ButtonValue, clicked: PostedRef, channel: string): Promise<boolean> {
    const isMeant = (known: EscalationRef | null) =>
      known?.chatbotId === value.b && known.conversationId === value.c && known.episode === value.e;
    const known = await desk.find(adapterName, clicked);
    if (known) return isMeant(known);
    if (!value.d) return false;
    return desk.confirm(adapterName, channelAt(channel), value.d, clicked, referredBy(value));
  }
}

function presserOf({ container, user }: Press) {
  return { channel: container.channel_id, user: user.id };
}

function referredBy({ b, c, e }: ButtonValue): EscalationRef {
  return { chatbotId: b, conversationId: c, episode: e };
}

/** Slack sends a press again with the same trigger_id: that repeat acts no second time. */
function causeOf({ trigger_id, actions: [{ action_ts }], user }: Press, teamId: string): string {
  return `slack:${teamId}:${trigger_id || `${user.id}:${action_ts}`}`;
}

/** In a channel shared with another company, its people see the card too. Inside one organization teams may differ. */
function isOutsider({ team, enterprise, user }: Press, identity: IdentityWatch): boolean {
  const ours = identity.known()?.teamId ?? team?.id;
  return !enterprise && !!user.team_id && user.team_id !== ours;
}
