import type { Agent, EscalationNotice, Verdict } from "../../core/index.ts";
import type { Verb } from "./buttons.ts";
import { timeOf } from "./moments.ts";
import { placeOf } from "./surfaces.ts";
import { cutEscaped } from "./text.ts";

interface Press {
  readonly verb: Verb;
  readonly episode: number;
  readonly by: Agent;
}

export const unknownCard =
  "I do not know this card: it may come from another installation of Deskbell, or its conversation was deleted. Nothing was changed.";

/** What to tell whoever pressed a button in vain; null where they need not be told (their own double click). */
export function whatIsTrue({ verb, episode, by }: Press, { kind, notice }: Verdict): string | null {
  if (kind === "done") return null;
  if (kind === "unknown" || !notice) return unknownCard;
  const { escalation } = notice;
  if (escalation.episode !== episode)
    return `This button belongs to an earlier request (episode ${episode}); episode ${escalation.episode} is ${standing(notice)}.`;
  if (escalation.status === "resolved") {
    if (verb === "resolve" && isSame(escalation.resolvedBy, by)) return null;
    return verb === "reopen"
      ? "Nothing was changed: press Reopen again if you mean it."
      : `Already ${standing(notice)}.`;
  }
  if (verb === "reopen") return "It is open already.";
  if (verb === "resolve") return "It was resolved and reopened meanwhile. Press Resolve again if you mean it.";
  if (!escalation.claimedBy || isSame(escalation.claimedBy, by)) return null;
  return `Already claimed by ${named(escalation.claimedBy)}.`;
}

function standing({ escalation }: EscalationNotice): string {
  if (escalation.status === "resolved")
    return `resolved by ${named(escalation.resolvedBy)} at ${timeOf(escalation.resolvedAt)}`;
  return escalation.claimedBy ? `open, and claimed by ${named(escalation.claimedBy)}` : "open";
}

function named(agent: Agent): string {
  return `${cutEscaped(agent.name, 80)} (${placeOf(agent)})`;
}

function isSame(one: Agent, other: Agent): boolean {
  return one.surface === other.surface && one.externalId === other.externalId;
}
