import { isRecord } from "../../is-record.ts";
import { problemsWithCard } from "../limits/card-limits.ts";
import type { Message } from "../message.ts";
import type { Draft } from "../tenant.ts";
import { RefusedCall } from "./refused-call.ts";

export type Content = Omit<Draft, "from" | "root">;

export const cardType = "application/vnd.microsoft.card.adaptive";

/** 100 KB, counted as UTF-16. */
const mostBytes = 100 * 1024;

/** What an activity of the bot shows, refused as Teams refuses it; null for one that shows nothing ("typing"). */
export function contentOf(activity: unknown): Content | null {
  if (!isRecord(activity)) throw badSyntax("Activity is missing");
  if (JSON.stringify(activity).length * 2 > mostBytes)
    throw new RefusedCall({ status: 413, code: "MessageSizeTooBig" });
  const { type, text = "", summary } = activity;
  if (type === "typing") return null;
  if (type !== "message") throw badSyntax(`Unknown activity type: ${type}`);
  if (typeof text !== "string") throw badSyntax("Activity 'text' must be a string");
  const card = cardIn(activity.attachments);
  if (text === "" && card === undefined)
    throw badSyntax("Activity must include non-empty 'text' field or at least 1 attachment");
  return {
    text,
    textFormat: textFormat(activity.textFormat),
    ...(typeof summary === "string" && { summary }),
    ...(card && { card }),
    activity,
  };
}

function cardIn(attachments: unknown) {
  if (attachments === undefined || attachments === null) return undefined;
  if (!Array.isArray(attachments)) throw badSyntax("Activity 'attachments' must be an array");
  const [first] = attachments;
  if (first === undefined) return undefined;
  if (!isRecord(first) || first.contentType !== cardType) throw badSyntax("Unknown attachment type");
  const problems = problemsWithCard(first.content);
  if (problems.length > 0 || !isRecord(first.content)) throw badSyntax(`Invalid Adaptive Card: ${problems.join("; ")}`);
  return first.content;
}

function textFormat(given: unknown = "markdown"): Message["textFormat"] {
  if (given === "markdown" || given === "plain" || given === "xml") return given;
  throw badSyntax(`Unknown textFormat: ${given}`);
}

export function badSyntax(message: string): RefusedCall {
  return new RefusedCall({ status: 400, code: "BadSyntax", message });
}
