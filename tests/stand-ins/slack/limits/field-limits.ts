import { isRecord } from "../../is-record.ts";

export type Fields = Record<string, unknown>;

/** Says what is wrong at which place: `("/0/text", "must be a string")`. */
export type Report = (at: string, what: string) => void;

export function checkLength(value: unknown, at: string, longest: number, report: Report): void {
  if (typeof value !== "string") report(at, "must be a string");
  else if (value.length === 0) report(at, "must be more than 0 characters");
  else if (value.length > longest) report(at, `must be less than ${longest + 1} characters`);
}

export function checkText(text: unknown, at: string, longest: number, report: Report, only?: "plain_text"): void {
  if (!isRecord(text)) {
    report(at, "must be a text object");
    return;
  }
  const { type } = text;
  if (type !== "plain_text" && (only !== undefined || type !== "mrkdwn")) report(`${at}/type`, `unsupported: ${type}`);
  const extra = type === "mrkdwn" ? "verbatim" : "emoji";
  for (const name of Object.keys(text))
    if (name !== "type" && name !== "text" && name !== extra) report(at, `invalid additional property: ${name}`);
  checkLength(text.text, `${at}/text`, longest, report);
}

export function checkEach(
  list: unknown,
  at: string,
  most: number,
  report: Report,
  check: (item: Fields, at: string) => void,
): void {
  if (!Array.isArray(list) || list.length === 0) {
    report(at, "must have at least 1 item");
    return;
  }
  if (list.length > most) report(at, `no more than ${most} items allowed`);
  for (const [index, item] of list.entries()) {
    if (isRecord(item)) check(item, `${at}/${index}`);
    else report(`${at}/${index}`, "must be an object");
  }
}
