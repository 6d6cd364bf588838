import type { Agent } from "./people.ts";

/** How the human was asked for. */
export type Trigger =
  | "inline_cta"
  | "follow_up_button"
  | "talk_to_human_link"
  | "assistant"
  | "api"
  | "visitor_message";

interface Asked {
  /** 1st, 2nd… escalation of its conversation. */
  readonly episode: number;
  readonly escalatedAt: Date;
  readonly trigger: Trigger;
  readonly claimedBy: Agent | null;
  /** Over the alert limit when it was asked: stored and shown, told to the channels only by number. */
  readonly digested: boolean;
  /** Seq of its latest resolution, also once it was reopened: what offered to resolve it before that is over. */
  readonly lastResolvedSeq?: number;
}

export type Escalation =
  | (Asked & { readonly status: "open" })
  | (Asked & { readonly status: "resolved"; readonly resolvedAt: Date; readonly resolvedBy: Agent });
