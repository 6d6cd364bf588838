import type { Verdict } from "../adapter.ts";
import type { EscalationNotice } from "../domain/notice.ts";
import type { Agent } from "../domain/people.ts";
import { placeOf } from "./places.ts";

interface Press {
  readonly verb: "claim" | "resolve" | "reopen";
  readonly episode: number;
  readonly by: Agent;
}

/** How a platform writes a person's name and a time. */
export interface Script {
  name(name: string): string;
  time(at: Date): string;
}

export const unknownCard =
  "I do not know this card: it may come from another installation of Deskbell, or its conversation was deleted. Nothing was changed.";

/** What to tell whoever pressed a button in vain; null where they need not be told (their own double click). */
export function whatIsTrue({ verb, episode, by }: Press, { kind, notice }: Verdict, script: Script): string | null {
  if (kind === "done") return null;
  if (kind === "unknown" || !notice) return unknownCard;
  const { escalation } = notice;
  if (escalation.episode !== episode)
    return `This button belongs to an earlier request (episode ${episode}); episode ${escalation.episode} is ${standing(notice, script)}.`;
  if (escalation.status === "resolved") {
    if (verb === "resolve" && isSame(escalation.resolvedBy, by)) return null;
    return verb === "reopen"
      ? "Nothing was changed: press Reopen again if you mean it."
      : `Already ${standing(notice, script)}.`;
  }
  if (verb === "reopen") return "It is open already.";
  if (verb === "resolve") return "It was resolved and reopened meanwhile. Press Resolve again if you mean it.";
  if (!escalation.claimedBy || isSame(escalation.claimedBy, by)) return null;
  return `Already claimed by ${named(escalation.claimedBy, script)}.`;
}

function standing({ escalation }: EscalationNotice, script: Script): string {
  if (escalation.status === "resolved")
    return `resolved by ${named(escalation.resolvedBy, script)} at ${script.time(escalation.resolvedAt)}`;
  return escalation.claimedBy ? `open, and claimed by ${named(escalation.claimedBy, script)}` : "open";
}

function named(agent: Agent, script: Script): string {
  return `${script.name(agent.name)} (${placeOf(agent)})`;
}

function isSame(one: Agent, other: Agent): boolean {
  return one.surface === other.surface && one.externalId === other.externalId;
}
