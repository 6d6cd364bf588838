import type { Outcome } from "../../callback.ts";
import { isRecord } from "../../is-record.ts";
import { parseJson } from "../../parse-json.ts";
import type { View } from "../message.ts";

/** What an adaptiveCard/action is answered with, in the body of an HTTP 200. */
export interface InvokeAnswer {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

export function invokeAnswer({ status, body }: Outcome): InvokeAnswer | undefined {
  const answer = status === 200 ? parseJson(body) : undefined;
  if (!isRecord(answer) || typeof answer.statusCode !== "number" || typeof answer.type !== "string") return undefined;
  return { statusCode: answer.statusCode, type: answer.type, value: answer.value };
}

/** What whoever pressed sees of it. */
export function seenOf({ type, value }: InvokeAnswer): Pick<View, "card" | "text"> | undefined {
  switch (type) {
    case "application/vnd.microsoft.card.adaptive":
      return isRecord(value) ? { card: value } : undefined;
    case "application/vnd.microsoft.activity.message":
      return { text: String(value) };
    case "application/vnd.microsoft.error":
      return { text: `Something went wrong: ${Object(value).message ?? "no message"}` };
    default:
      return undefined;
  }
}
