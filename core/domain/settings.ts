/** What an owner may set for a chatbot. JSON names are the contract; rules are in parse-settings. */
export interface ChatbotSettings {
  /** The pair of buttons after each bot reply; off: the compact "Talk to a human" link. */
  readonly show_escalation_cta: boolean;
  /** The pair takes the place of the assistant's suggestions. */
  readonly replace_follow_ups: boolean;
  /** null: the localized default (also for the next two). */
  readonly positive_label: string | null;
  readonly request_help_label: string | null;
  readonly confirmation_message: string | null;
  /** At most 10; the owner is always told on top and not counted. */
  readonly recipients: readonly string[];
  readonly follow_up_buttons: readonly FollowUpButton[];
  readonly lead_form: LeadForm;
  readonly detect_human_requests: boolean;
  /** Exact origins, or `https://*.example.com`; empty: any. */
  readonly allowed_origins: readonly string[];
  readonly assistant_pause_hours: number;
  readonly theme: Theme;
  readonly reopen_on_visitor_message: boolean;
  readonly claim_expiry_minutes: number;
  readonly reminder_minutes: number;
  readonly business_hours: BusinessHours | null;
  /** BCP 47 tag, or "auto": the visitor's. */
  readonly locale: string;
  /** System prompt for an OpenAI-compatible assistant; null: the built-in one. */
  readonly system_prompt: string | null;
}

export type FollowUpButton =
  | { readonly type: "message" | "escalate"; readonly label: string }
  | { readonly type: "link"; readonly label: string; readonly url: string };

export interface LeadForm {
  readonly timing: "off" | "before_chat" | "before_escalation";
  readonly fields: Readonly<Record<"name" | "email" | "phone", "off" | "optional" | "required">>;
}

export interface Theme {
  readonly color: string;
  readonly position: "left" | "right";
  readonly scheme: "auto" | "light" | "dark";
}

export interface BusinessHours {
  readonly time_zone: string;
  /** Opening hours by weekday, "HH:MM"; a day left out is closed. */
  readonly days: Readonly<Partial<Record<Weekday, { readonly open: string; readonly close: string }>>>;
}

export type Weekday = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

export const defaultSettings: ChatbotSettings = {
  show_escalation_cta: true,
  replace_follow_ups: false,
  positive_label: null,
  request_help_label: null,
  confirmation_message: null,
  recipients: [],
  follow_up_buttons: [],
  lead_form: { timing: "off", fields: { name: "optional", email: "required", phone: "off" } },
  detect_human_requests: true,
  allowed_origins: [],
  assistant_pause_hours: 24,
  theme: { color: "#2b59ff", position: "right", scheme: "auto" },
  reopen_on_visitor_message: false,
  claim_expiry_minutes: 15,
  reminder_minutes: 10,
  business_hours: null,
  locale: "auto",
  system_prompt: null,
};
