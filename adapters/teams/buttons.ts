import { z } from "zod";
import {
  type ButtonValue,
  buttonValue,
  type DeliveryId,
  type EscalationNotice,
  readButtonValue,
  type Verb,
  verbInWords,
  verbs,
  verbsFor,
} from "../../core/index.ts";

const Pressed = z.object({ verb: z.enum(verbs) });

/** Teams brings the verb back with the value. */
export function readPressed(data: unknown): (ButtonValue & { readonly verb: Verb }) | null {
  const pressed = Pressed.safeParse(data).data;
  const value = readButtonValue(data);
  return pressed && value ? { ...value, verb: pressed.verb } : null;
}

type Action = Readonly<Record<string, unknown>>;

export function buttonsFor(notice: EscalationNotice, delivery: DeliveryId | null): Action[] {
  const value = buttonValue(notice, delivery);
  const press = (verb: Verb): Action => {
    const title = verbInWords[verb];
    const data = { ...value, verb };
    return {
      type: "Action.Execute",
      title,
      verb,
      style: verb === "resolve" ? "positive" : "default",
      data,
      // Clients from before Action.Execute send this as a message.
      fallback: { type: "Action.Submit", title, data },
    };
  };
  return [...verbsFor(notice.escalation).map(press), openTranscript(notice)];
}

export function openTranscript({ transcriptUrl }: Pick<EscalationNotice, "transcriptUrl">): Action {
  return { type: "Action.OpenUrl", title: "Open transcript", url: transcriptUrl };
}
