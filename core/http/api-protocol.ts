/**
 * What the REST API takes and answers, all of it under /api/v1 as JSON. The same schemas check the requests and make
 * the OpenAPI document.
 */
import { z } from "zod";
import { scopes } from "../domain/api-key.ts";
import type { ChatbotSettings } from "../domain/settings.ts";
import { webhookEventTypes } from "../domain/webhook-endpoint.ts";
import { deliveryStates } from "../queries/delivery-log.ts";

const moment = z.iso.datetime().meta({ description: "ISO 8601, UTC." });
const events = z.array(z.enum(webhookEventTypes)).min(1).max(webhookEventTypes.length);
const endpointUrl = z.string().min(1).max(4_000).meta({ description: "https, and public.", format: "uri" });

const compatibility = z
  .strictObject({
    header: z
      .string()
      .min(1)
      .max(100)
      .meta({ examples: ["X-InsiteChat-Signature"] }),
    encoding: z.enum(["hex", "base64"]),
  })
  .meta({ description: "One more header, for a receiver written for another sender: HMAC-SHA256 of the raw body." });

export const addEndpoint = z.strictObject({
  url: endpointUrl,
  events,
  label: z.string().trim().max(100).default(""),
  enabled: z.boolean().default(true),
  compatibility: compatibility.nullable().default(null),
});

export const changeEndpoint = z
  .strictObject({
    url: endpointUrl,
    events,
    label: z.string().trim().max(100),
    enabled: z.boolean().meta({ description: "false: nothing is sent, what waits is kept. true: it resumes." }),
    compatibility: compatibility.nullable(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "needs at least one field to change");

export const endpoint = z.strictObject({
  id: z.uuid(),
  url: z.string(),
  label: z.string(),
  events: z.array(z.enum(webhookEventTypes)),
  enabled: z.boolean(),
  compatibility: z.strictObject({ header: z.string(), encoding: z.enum(["hex", "base64"]) }).nullable(),
  status: z.enum(["ok", "failing", "paused", "disabled"]).meta({
    description:
      "failing: it is tried again. paused: nothing is sent until it is resumed; what waits is kept for 30 days.",
  }),
  reason: z.string().nullable().meta({ description: "What failed last, or why it is paused, in plain words." }),
  failing_since: moment.nullable(),
  previous_secret_until: moment.nullable().meta({ description: "Until then, the secret before this one signs too." }),
  created_at: moment,
  changed_at: moment,
});
export const endpoints = z.strictObject({ endpoints: z.array(endpoint) });

const secret = z
  .string()
  .meta({ description: "Shown in this answer only. Verify with it by https://www.standardwebhooks.com." });
export const addedEndpoint = z.strictObject({ ...endpoint.shape, secret });
export const rotatedSecret = z.strictObject({ secret, previous_secret_until: moment });

export const delivery = z.strictObject({
  id: z.uuid(),
  adapter: z.string().meta({ examples: ["webhooks", "slack", "teams", "email"] }),
  address: z.string().meta({ description: "The endpoint's id, a channel's, a mailbox." }),
  effect: z.enum(["card", "copy", "line", "message"]),
  event: z.string().meta({ examples: ["conversation.escalated"] }),
  event_id: z.string().meta({ description: "Also the webhook-id, at every attempt and every replay." }),
  conversation_id: z.uuid().nullable(),
  episode: z.int().nullable(),
  state: z.enum(deliveryStates),
  reason: z.string().nullable().meta({ description: "What happened last, in plain words." }),
  late: z.boolean().meta({ description: "It held up those behind it for too long, and goes on by itself." }),
  created_at: moment,
  settled_at: moment.nullable(),
  confirmed_at: moment.nullable().meta({ description: "When the platform said that it is where it was meant to be." }),
  attempts: z.array(
    z.strictObject({
      n: z.int(),
      at: moment,
      ms: z.int().nullable(),
      outcome: z.string().meta({ examples: ["delivered", "retry", "ambiguous", "refused", "rejected", "dead"] }),
      reason: z.string().nullable(),
    }),
  ),
});
export const deliveries = z.strictObject({
  deliveries: z.array(delivery),
  next_cursor: z.uuid().nullable().meta({ description: "Ask for older ones with it; null when there are none." }),
});
export const listDeliveries = z.strictObject({
  state: z
    .enum([...deliveryStates, "failed"])
    .optional()
    .meta({ description: "failed: dead or rejected." }),
  cursor: z.uuid().toLowerCase().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const enqueued = z.strictObject({
  delivery_id: z.uuid().meta({ description: "GET /deliveries/{id} says what became of it." }),
});

export const replayRange = z.strictObject({
  since: z.iso.datetime({ offset: true }),
  until: z.iso.datetime({ offset: true }).optional().meta({ description: "Now, if it is left out." }),
  which: z
    .enum(["failed", "all"])
    .default("failed")
    .meta({ description: "failed: what was given up or rejected. all: also what was delivered." }),
  cursor: z.uuid().toLowerCase().optional().meta({ description: "The next_cursor of the answer before." }),
});
export const replayedRange = z.strictObject({
  replayed: z.int(),
  next_cursor: z
    .uuid()
    .nullable()
    .meta({ description: "At most 1,000 go at once: ask again with it until it is null." }),
});

export const makeApiKey = z.strictObject({
  name: z.string().trim().min(1).max(100).meta({ description: "What it is for." }),
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
  chatbot: z.string().max(200).optional().meta({
    description: "For the operator's first key: a chatbot's id or name. A key makes keys of its own chatbot.",
  }),
});
export const apiKey = z.strictObject({
  id: z.string().meta({ description: "A part of the key." }),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  chatbot_id: z.uuid(),
  created_at: moment,
  last_used_at: moment.nullable(),
  revoked_at: moment.nullable(),
});
export const apiKeys = z.strictObject({ api_keys: z.array(apiKey) });
export const madeApiKey = z.strictObject({
  ...apiKey.shape,
  key: z.string().meta({ description: "Shown in this answer only." }),
});

const weekday = z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);
const need = z.enum(["off", "optional", "required"]);
const label = z.string().nullable().meta({ description: "null: the localized default." });
export const settings = z.strictObject({
  show_escalation_cta: z.boolean(),
  replace_follow_ups: z.boolean(),
  positive_label: label,
  request_help_label: label,
  confirmation_message: label,
  recipients: z.array(z.string()),
  follow_up_buttons: z.array(
    z.union([
      z.strictObject({ type: z.enum(["message", "escalate"]), label: z.string() }),
      z.strictObject({ type: z.literal("link"), label: z.string(), url: z.string() }),
    ]),
  ),
  lead_form: z.strictObject({
    timing: z.enum(["off", "before_chat", "before_escalation"]),
    fields: z.strictObject({ name: need, email: need, phone: need }),
  }),
  detect_human_requests: z.boolean(),
  allowed_origins: z.array(z.string()),
  assistant_pause_hours: z.int(),
  theme: z.strictObject({
    color: z.string(),
    position: z.enum(["left", "right"]),
    scheme: z.enum(["auto", "light", "dark"]),
  }),
  reopen_on_visitor_message: z.boolean(),
  claim_expiry_minutes: z.int(),
  reminder_minutes: z.int(),
  business_hours: z
    .strictObject({
      time_zone: z.string(),
      days: z.partialRecord(weekday, z.strictObject({ open: z.string(), close: z.string() })),
    })
    .nullable(),
  locale: z.string(),
  system_prompt: z.string().nullable(),
}) satisfies z.ZodType<ChatbotSettings>;

/** Read by the rules of the settings, which tell every fault at once. */
export const changeSettings = z.record(z.string(), z.unknown());

export const recipients = z.strictObject({
  recipients: z.array(
    z.strictObject({
      email: z.string(),
      name: z.string(),
      is_owner: z.boolean(),
      silence: z
        .strictObject({ kind: z.enum(["preference", "unsubscribed", "suppressed"]), reason: z.string() })
        .nullable()
        .meta({ description: "Why no alerts are mailed there just now; null: they are." }),
    }),
  ),
});

export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string().meta({ description: "What happened." }),
    status: z.int(),
    detail: z.string().meta({ description: "What to change." }),
  })
  .meta({ description: "RFC 9457, as application/problem+json." });
