import { checkEach, checkLength, type Fields, type Report } from "./field-limits.ts";

export function checkRichText(element: Fields, at: string, report: Report): void {
  const type = String(element.type);
  if (parts.includes(type))
    checkEach(element.elements, `${at}/elements`, 1000, report, (inner, where) => checkRichText(inner, where, report));
  else if (!leaves.includes(type)) report(at, `unsupported type: ${type}`);
  else if (type === "text") checkLength(element.text, `${at}/text`, Number.POSITIVE_INFINITY, report);
  else if (type === "link") checkLength(element.url, `${at}/url`, 3000, report);
}

const parts = ["rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list"];
const leaves = ["text", "link", "emoji", "user", "usergroup", "channel", "broadcast", "date", "color"];
