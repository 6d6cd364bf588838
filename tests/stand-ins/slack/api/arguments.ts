import { isRecord } from "../../is-record.ts";
import { parseJson } from "../../parse-json.ts";
import { RefusedCall } from "./refused-call.ts";

/** The arguments of one call, whether they came as a form (where lists and objects are JSON strings) or as JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

export function readArguments(body: Buffer, contentType: string, query: URLSearchParams): Arguments {
  const given: Record<string, unknown> = Object.fromEntries(query);
  if (contentType.startsWith("application/json")) {
    const parsed = parseJson(body.toString("utf8"));
    if (!isRecord(parsed)) throw new RefusedCall("invalid_json");
    return { ...given, ...parsed };
  }
  const form = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
  for (const [name, value] of Object.entries(form))
    given[name] = structured.includes(name) ? (parseJson(value) ?? value) : value;
  return given;
}

const structured = ["blocks", "metadata", "attachments", "view"];

export function textArgument(args: Arguments, name: string): string | undefined {
  const value = args[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "object") throw new RefusedCall("invalid_arguments");
  return String(value);
}

export function flagArgument(args: Arguments, name: string): boolean {
  return ["true", "1"].includes(String(args[name]));
}
