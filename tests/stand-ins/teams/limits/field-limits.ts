import { isRecord } from "../../is-record.ts";

export type Fields = Record<string, unknown>;

/** Says what is wrong at which place: `("/body/0/text", "must be a string")`. */
export type Report = (at: string, what: string) => void;

export function checkString(fields: Fields, name: string, at: string, report: Report): void {
  if (typeof fields[name] !== "string") report(`${at}/${name}`, "must be a string");
}

export function checkUrl(url: unknown, at: string, report: Report): void {
  if (typeof url !== "string" || !URL.canParse(url)) report(at, "must be an absolute URL");
}

export function checkEach(list: unknown, at: string, report: Report, check: (item: Fields, at: string) => void): void {
  if (!Array.isArray(list)) {
    report(at, "must be a list");
    return;
  }
  for (const [index, item] of list.entries()) {
    if (isRecord(item)) check(item, `${at}/${index}`);
    else report(`${at}/${index}`, "must be an object");
  }
}

/** Cards hold elements and actions, and those may hold cards: the checks of what is inside. */
export interface Inside {
  readonly card: (card: Fields, at: string, report: Report) => void;
  readonly element: (element: Fields, at: string, report: Report) => void;
  readonly action: (action: unknown, at: string, report: Report) => void;
  readonly actions: (actions: unknown, at: string, report: Report) => void;
}
