import { isRecord } from "../../is-record.ts";
import type { Card } from "../message.ts";

interface Wanted {
  readonly verb: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** As an old client, which knows Action.Submit only. */
  readonly submit: boolean;
}

/** What a press sends: the action with what was typed in its data, or the data alone. */
export type Pressed = { readonly execute: Card } | { readonly submit: unknown };

export function pressedAction(card: Card, { verb, inputs, submit }: Wanted): Pressed | undefined {
  const action = actionsIn(card).find((each) => verbOf(each) === verb);
  if (action === undefined || action.isEnabled === false) return undefined;
  if (action.type === "Action.Execute" && !submit) {
    const { type, id, title, verb: said } = action;
    return { execute: { type, id, title, verb: said, data: withInputs(action, inputs) } };
  }
  const old = action.type === "Action.Submit" ? action : action.fallback;
  return isRecord(old) && old.type === "Action.Submit" ? { submit: withInputs(old, inputs) } : undefined;
}

function verbOf({ type, verb, id, data }: Card): unknown {
  if (type === "Action.Execute") return verb;
  return type === "Action.Submit" ? (Object(data).verb ?? id) : undefined;
}

function withInputs({ data, associatedInputs }: Card, inputs: Wanted["inputs"]): unknown {
  if (associatedInputs === "none" || (data !== undefined && !isRecord(data))) return data;
  return { ...data, ...inputs };
}

/** Every action that a person can see, in whatever it stands. */
function actionsIn(value: unknown): Card[] {
  if (Array.isArray(value)) return value.flatMap(actionsIn);
  if (!isRecord(value)) return [];
  const inner = Object.entries(value).flatMap(([name, each]) =>
    name === "fallback" || name === "data" ? [] : actionsIn(each),
  );
  return String(value.type).startsWith("Action.") ? [value, ...inner] : inner;
}
