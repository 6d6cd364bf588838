import { isRecord } from "../../is-record.ts";
import { checkLength, checkText, type Fields, type Report } from "./field-limits.ts";

/** Buttons, and the other things to press. */
export function checkElement(element: unknown, at: string, report: Report): void {
  if (!isRecord(element)) {
    report(at, "must be an object");
    return;
  }
  if (element.action_id !== undefined) checkLength(element.action_id, `${at}/action_id`, 255, report);
  if (element.confirm !== undefined) checkConfirm(element.confirm, `${at}/confirm`, report);
  if (element.type === "button") checkButton(element, at, report);
  else if (!otherElements.includes(String(element.type))) report(at, `unsupported type: ${element.type}`);
}

const otherElements = ["overflow", "static_select", "users_select", "conversations_select", "channels_select"];

function checkButton(button: Fields, at: string, report: Report): void {
  for (const name of Object.keys(button))
    if (!buttonFields.includes(name)) report(at, `invalid additional property: ${name}`);
  checkText(button.text, `${at}/text`, 75, report, "plain_text");
  if (button.value !== undefined) checkLength(button.value, `${at}/value`, 2000, report);
  if (button.style !== undefined && button.style !== "primary" && button.style !== "danger")
    report(`${at}/style`, "must be one of: primary, danger");
  if (button.accessibility_label !== undefined)
    checkLength(button.accessibility_label, `${at}/accessibility_label`, 75, report);
  if (button.url === undefined) return;
  checkLength(button.url, `${at}/url`, 3000, report);
  if (!URL.canParse(String(button.url))) report(`${at}/url`, "invalid URL");
}

const buttonFields = ["type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"];

function checkConfirm(confirm: unknown, at: string, report: Report): void {
  if (!isRecord(confirm)) {
    report(at, "must be an object");
    return;
  }
  checkText(confirm.title, `${at}/title`, 100, report, "plain_text");
  checkText(confirm.text, `${at}/text`, 300, report);
  if (confirm.confirm !== undefined) checkText(confirm.confirm, `${at}/confirm`, 30, report, "plain_text");
  if (confirm.deny !== undefined) checkText(confirm.deny, `${at}/deny`, 30, report, "plain_text");
}
