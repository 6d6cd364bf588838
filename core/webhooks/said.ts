import { cleanText } from "../domain/clean-text.ts";

const longest = 200;
/** So many characters in a row that were sent make an answer an echo. */
const echo = 24;

/**
 * What a receiver said, as it may be shown to an owner and stand in a log: one line, not long, without secrets, and not
 * at all where it only repeats what it was sent, which is what a visitor wrote. "" if there is nothing to show.
 */
export function whatItSaid(text: string, sent: string, secrets: readonly string[]): string {
  const line = secrets
    .flatMap(spellings)
    .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), cleanText(text).replace(/\s+/g, " ").trim());
  if (repeats(line, sent)) return "";
  return line.length <= longest ? line : `${cleanText(line.slice(0, longest - 1))}…`;
}

function spellings(secret: string): readonly string[] {
  return [secret, secret.replace(/^whsec_/, "")];
}

function repeats(line: string, sent: string): boolean {
  for (let at = 0; at + echo <= line.length; at += 1) {
    if (sent.includes(line.slice(at, at + echo))) return true;
  }
  return false;
}
