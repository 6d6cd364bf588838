import { isRecord } from "../../is-record.ts";
import { checkString, checkUrl, type Fields, type Inside, type Report } from "./field-limits.ts";

export function checkAction(action: unknown, at: string, report: Report, inside: Inside): void {
  if (!isRecord(action)) {
    report(at, "must be an object");
    return;
  }
  const check = checks[String(action.type)];
  if (check === undefined) report(`${at}/type`, `unknown action: ${action.type}`);
  else check(action, at, report, inside);
  if (action.title !== undefined) checkString(action, "title", at, report);
  if (action.iconUrl !== undefined) checkUrl(action.iconUrl, `${at}/iconUrl`, report);
  if (action.style !== undefined && !styles.includes(String(action.style)))
    report(`${at}/style`, `must be one of: ${styles.join(", ")}`);
  if (action.fallback !== undefined && action.fallback !== "drop")
    inside.action(action.fallback, `${at}/fallback`, report);
}

const styles = ["default", "positive", "destructive"];

const checks: Record<string, (action: Fields, at: string, report: Report, inside: Inside) => void> = {
  "Action.Execute": (action, at, report) => {
    if (action.verb !== undefined) checkString(action, "verb", at, report);
  },
  "Action.Submit": () => undefined,
  "Action.OpenUrl": ({ url }, at, report) => checkUrl(url, `${at}/url`, report),
  "Action.ShowCard": ({ card }, at, report, inside) => {
    if (isRecord(card)) inside.card(card, `${at}/card`, report);
    else report(`${at}/card`, "must be a card");
  },
  "Action.ToggleVisibility": ({ targetElements }, at, report) => {
    if (!Array.isArray(targetElements)) report(`${at}/targetElements`, "must be a list");
  },
};
