import { isRecord } from "../../is-record.ts";
import type { Card } from "../message.ts";
import { checkAction } from "./action-limits.ts";
import { checkElement } from "./element-limits.ts";
import { checkEach, type Inside, type Report } from "./field-limits.ts";

/** What is wrong with a card, as far as bots in Teams know cards: one line per problem, with its place. */
export function problemsWithCard(card: unknown): string[] {
  const problems: string[] = [];
  const report: Report = (at, what) => problems.push(`${at === "" ? "/" : at}: ${what}`);
  if (!isRecord(card)) return ["/: must be an object"];
  checkCard(card, "", report);
  checkIds(card, report);
  return problems;
}

const inside: Inside = {
  card: checkCard,
  actions: checkActions,
  element: (element, at, report) => checkElement(element, at, report, inside),
  action: (action, at, report) => checkAction(action, at, report, inside),
};

/** Also the card inside of an Action.ShowCard, which takes its version from outside. */
function checkCard(card: Card, at: string, report: Report): void {
  if (card.type !== "AdaptiveCard") report(`${at}/type`, `must be AdaptiveCard, not ${card.type}`);
  if (at === "" || card.version !== undefined) checkVersion(card.version, `${at}/version`, report);
  if (card.body !== undefined)
    checkEach(card.body, `${at}/body`, report, (element, where) => inside.element(element, where, report));
  checkActions(card.actions, `${at}/actions`, report);
  if (card.selectAction !== undefined) inside.action(card.selectAction, `${at}/selectAction`, report);
}

function checkActions(actions: unknown, at: string, report: Report): void {
  if (actions === undefined) return;
  if (Array.isArray(actions) && actions.length > 6) report(at, "no more than 6 actions allowed");
  checkEach(actions, at, report, (action, where) => inside.action(action, where, report));
}

function checkVersion(version: unknown, at: string, report: Report): void {
  const [major = 0, minor = 0] = typeof version === "string" ? version.split(".").map(Number) : [];
  if (major !== 1 || !(minor >= 0 && minor <= 5)) report(at, `must be "1.5" or earlier, not ${version}`);
}

/** Ids name what is toggled and what is typed: two of the same cannot be told apart. */
function checkIds(card: Card, report: Report): void {
  const seen = new Set<unknown>();
  const look = (value: unknown, at: string): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) look(item, `${at}/${index}`);
    if (!isRecord(value)) return;
    if (typeof value.type === "string" && value.id !== undefined) {
      if (seen.has(value.id)) report(`${at}/id`, `${value.id} is there already`);
      seen.add(value.id);
    }
    for (const [name, inner] of Object.entries(value))
      if (name !== "data" && name !== "fallback") look(inner, `${at}/${name}`);
  };
  look(card, "");
}
