import type { types } from "@slack/bolt";
import {
  type ButtonValue,
  buttonValue,
  type DeliveryId,
  type EscalationNotice,
  readButtonValue,
  type Verb,
  verbInWords,
  verbsFor,
} from "../../core/index.ts";

export const actionIds = {
  claim: "escalation.claim",
  resolve: "escalation.resolve",
  reopen: "escalation.reopen",
  open: "escalation.open",
} as const satisfies Record<Verb | "open", string>;

/** Slack brings a button's value back as the text that it was given. */
export function readValue(value: string | undefined): ButtonValue | null {
  try {
    return readButtonValue(JSON.parse(value ?? ""));
  } catch {
    return null;
  }
}

export function buttonsFor(notice: EscalationNotice, delivery: DeliveryId | null): types.Button[] {
  const value = JSON.stringify(buttonValue(notice, delivery));
  const press = (verb: Verb): types.Button => ({
    type: "button",
    action_id: actionIds[verb],
    text: { type: "plain_text", text: verbInWords[verb] },
    value,
    ...(verb === "resolve" && { style: "primary" as const }),
  });
  return [...verbsFor(notice.escalation).map(press), openTranscript(notice)];
}

export function openTranscript({ transcriptUrl }: EscalationNotice): types.Button {
  return {
    type: "button",
    action_id: actionIds.open,
    text: { type: "plain_text", text: "Open transcript" },
    url: transcriptUrl,
  };
}
