import { cleanText } from "../clean-text.ts";
import { isEmailAddress } from "../email-address.ts";
import { listOf, quoted, type Rule, refuse } from "./field.ts";

const most = 10;

/** Trimmed; the first spelling of each address is kept. */
export const recipients: Rule<readonly string[]> = (given, field) => {
  const bySpelling = new Map<string, string>();
  listOf(given, field, (item) => {
    const address = typeof item === "string" ? cleanText(item).trim() : "";
    const key = address.toLowerCase();
    if (!isEmailAddress(address)) field.tell(`${field.name}: ${quoted(shown(item))} is not an e-mail address.`);
    else if (!bySpelling.has(key)) bySpelling.set(key, address);
    return null;
  });
  if (!Array.isArray(given)) return field.now;
  if (bySpelling.size > most) return refuse(field, `has ${bySpelling.size} different addresses: at most ${most} fit.`);
  return [...bySpelling.values()];
};

function shown(item: unknown): string {
  return typeof item === "string" ? item : typeof item;
}
