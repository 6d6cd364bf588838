import { cutText, oneLine } from "../../core/index.ts";

/** For a TextRun, which knows no Markdown: only date macros would still be expanded. */
export function plain(text: string): string {
  return text.replace(/\{(?=\{)/g, "{\u200b");
}

/** For a TextBlock or a fact, which are Markdown: every character that could mean something is escaped. */
export function escaped(text: string, most: number): string {
  return plain(cutText(oneLine(text), most)).replace(/[\\`*_{}[\]()#+\-.!|~>&<]/g, "\\$&");
}

/** A local time drawn by Teams itself; UTC would have to be worked out by the reader. */
export function timeOf(at: Date): string {
  return `{{TIME(${wholeSeconds(at)})}}`;
}

export function dateAndTimeOf(at: Date): string {
  return `{{DATE(${wholeSeconds(at)}, SHORT)}} ${timeOf(at)}`;
}

/** The macro is left as it stands if there are fractions of a second. */
function wholeSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
