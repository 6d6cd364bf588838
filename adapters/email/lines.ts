import { cleanText, cutText, oneLine } from "../../core/index.ts";

/** RFC 5322, 2.1.1: no line of a mail is longer than 998 octets. */
const mostOctets = 990;
const continued = "  ";

/** `Label: text` on one line, whatever the text holds: nobody writes a line of ours. */
export function line(label: string, text: string): string {
  return fold(`${label}: ${inOneLine(text)}`);
}

/** Text from elsewhere, in one line and at most so long. */
export function inOneLine(text: string, most = 2_000): string {
  return cutText(oneLine(cleanText(text)), most);
}

/** Only what no line can hold goes on in further ones, which are indented: none of ours is. */
export function fold(whole: string): string {
  if (Buffer.byteLength(whole) <= mostOctets) return whole;
  const lines: string[] = [];
  let current = "";
  let octets = 0;
  for (const character of whole) {
    const size = Buffer.byteLength(character);
    if (octets + size > mostOctets) {
      lines.push(current);
      current = continued;
      octets = continued.length;
    }
    current += character;
    octets += size;
  }
  return [...lines, current].join("\n");
}

/** "2026-04-19 10:23 UTC" */
export function minuteUtc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
