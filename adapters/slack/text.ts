import { oneLine, withoutHalf } from "../../core/index.ts";

/** Makes text safe for mrkdwn: without a raw "<" no mention, broadcast or hidden link can form. */
export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Escaped and at most `most` long, without cutting through an entity. */
export function cutEscaped(text: string, most: number): string {
  const whole = escapeText(text);
  if (whole.length <= most) return whole;
  const kept = whole.slice(0, Math.max(0, most - 1)).replace(/&[a-z]*$/, "");
  return `${withoutHalf(kept)}…`;
}

/** A link that shows its own address, so that it cannot pretend to lead elsewhere; plain text if it is no web address. */
export function bareLink(url: string): string {
  const clickable = /^https?:\/\//i.test(url) && url.length <= 700 && !/[\s|<>]/.test(url);
  return clickable ? `<${escapeText(url)}>` : cutEscaped(oneLine(url), 700);
}
