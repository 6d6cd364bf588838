import type { FollowUpButton } from "../settings.ts";
import { type Field, oneOf, type Rule, refuse, requiredText } from "./field.ts";
import { isRecord, readRecord } from "./read-record.ts";

const most = 5;

export const followUpButtons: Rule<readonly FollowUpButton[]> = (given, field) => {
  if (!Array.isArray(given)) return refuse(field, "must be a list.");
  if (given.length > most) return refuse(field, `has ${given.length} buttons: at most ${most} fit.`);
  return given.map((item: unknown, index) => button(item, { ...field, name: `${field.name}[${index}]`, now: blank }));
};

interface Labelled {
  readonly type: FollowUpButton["type"];
  readonly label: string;
}

const blank: FollowUpButton = { type: "message", label: "" };
const blankLink: Labelled & { readonly url: string } = { type: "link", label: "", url: "" };
const labelled = { type: oneOf("message", "link", "escalate"), label: requiredText(80) };

function button(given: unknown, field: Field<FollowUpButton>): FollowUpButton {
  if (!isRecord(given)) return refuse(field, "must be an object with label and type.");
  const complete = { label: null, type: null, ...given };
  if (given.type === "link") {
    const rules = { ...labelled, url: webAddress };
    const { label, url } = readRecord({ url: null, ...complete }, { ...field, now: blankLink }, rules);
    return { type: "link", label, url };
  }
  const { type, label } = readRecord<Labelled>(complete, { ...field, now: blank }, labelled);
  return type === "link" ? blank : { type, label };
}

function webAddress(given: unknown, field: Field<string>): string {
  const text = typeof given === "string" ? given.trim() : "";
  if (text.length > 2_000) return refuse(field, "is longer than 2000 characters.");
  const isWeb = URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
  return isWeb ? new URL(text).href : refuse(field, "must be an http or https address.");
}
