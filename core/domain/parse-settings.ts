import type { ChatbotSettings } from "./settings.ts";
import { defaultSettings } from "./settings.ts";
import { allowedOrigins } from "./settings-rules/allowed-origins.ts";
import { businessHours } from "./settings-rules/business-hours.ts";
import { flag, optionalText, wholeNumber } from "./settings-rules/field.ts";
import { followUpButtons } from "./settings-rules/follow-up-buttons.ts";
import { leadForm } from "./settings-rules/lead-form.ts";
import { localeTag } from "./settings-rules/locale-tag.ts";
import { readRecord } from "./settings-rules/read-record.ts";
import { recipients } from "./settings-rules/recipients.ts";
import { theme } from "./settings-rules/theme.ts";

export type ParsedSettings = { readonly settings: ChatbotSettings } | { readonly problems: readonly string[] };

/** What an owner may set. Only the keys that are given change; all problems are told at once. */
export function parseSettings(input: unknown, base: ChatbotSettings = defaultSettings): ParsedSettings {
  const problems: string[] = [];
  const settings = readRecord(input, { name: "", now: base, tell: (problem) => problems.push(problem) }, rules);
  return problems.length > 0 ? { problems } : { settings };
}

const year = 366 * 24;

const rules = {
  show_escalation_cta: flag,
  replace_follow_ups: flag,
  positive_label: optionalText(80),
  request_help_label: optionalText(80),
  confirmation_message: optionalText(500),
  recipients,
  follow_up_buttons: followUpButtons,
  lead_form: leadForm,
  detect_human_requests: flag,
  allowed_origins: allowedOrigins,
  assistant_pause_hours: wholeNumber(0, year),
  theme,
  reopen_on_visitor_message: flag,
  claim_expiry_minutes: wholeNumber(1, year * 60),
  reminder_minutes: wholeNumber(1, year * 60),
  business_hours: businessHours,
  locale: localeTag,
  system_prompt: optionalText(20_000),
};
