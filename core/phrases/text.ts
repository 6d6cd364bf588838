/** At most `most` UTF-16 units, never ending in half a character. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${withoutHalf(text.slice(0, Math.max(0, most - 1)))}…`;
}

/** Without the first half of a character that was cut in two. */
export function withoutHalf(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}

/** One line: what a button, a header or a notification can show. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
