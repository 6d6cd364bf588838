import { z } from "zod";
import {
  createReadPress,
  type EscalationDesk,
  type Log,
  type PostedRef,
  unknownCard,
  type Verb,
  type Verdict,
  whatIsTrue,
} from "../../core/index.ts";
import { readValue } from "./buttons.ts";
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
  const readPress = createReadPress(desk, adapterName);
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
    const clicked = refOf(presser.channel, press.container.message_ts);
    if (isOutsider(press, identity)) {
      await ack();
      return whisper(presser, "Only members of this workspace can do this. Nothing was changed.");
    }
    const of = await readPress(readValue(written), clicked, channelAt(presser.channel));
    if (!of) {
      await ack();
      return whisper(presser, unknownCard);
    }
    const teamId = press.team?.id ?? identity.known()?.teamId ?? "";
    const by = await people({ teamId, userId: press.user.id, handle: press.user.name || press.user.username });
    const verdict = await desk[verb](of, { by, id: causeOf(press, teamId) });
    await ack();
    const truth = whatIsTrue({ verb, episode: of.episode, by }, verdict, script);
    if (truth) whisper(presser, truth);
    if (verdict.kind !== "done" && verdict.notice) refresh(clicked, of.episode, verdict);
  }
}

function presserOf({ container, user }: Press) {
  return { channel: container.channel_id, user: user.id };
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
