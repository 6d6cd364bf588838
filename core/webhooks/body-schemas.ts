import { z } from "zod";
import type { PublicEvent } from "./event-type.ts";

const seconds = z.iso.datetime({ precision: 0 }).meta({ description: "UTC, in whole seconds." });

const by = z
  .object({ name: z.string(), surface: z.enum(["slack", "teams", "email", "dashboard", "api", "widget"]) })
  .meta({ description: "Who did it, and where." });

/** The first six keep their names and types for ever; more may be added. */
const about = {
  conversation_id: z.uuid(),
  session_id: z.string().meta({ description: "The visitor's stay in one browser." }),
  chatbot_id: z.uuid(),
  escalated_at: seconds
    .nullable()
    .meta({ description: "When a human was last asked for; null if never. UTC, in whole seconds." }),
  last_message: z.string().meta({ description: "The visitor's newest text, empty if there is none." }),
  message_count: z.int().min(0).meta({ description: "Messages of visitor, assistant and agents." }),
  episode: z
    .int()
    .min(0)
    .meta({ description: "1 for the first time a human was asked for, 2 for the second; 0 before." }),
  trigger: z
    .enum(["inline_cta", "follow_up_button", "talk_to_human_link", "assistant", "api", "visitor_message"])
    .nullable()
    .meta({ description: "How the human was asked for; null if never." }),
  sequence: z
    .int()
    .min(1)
    .meta({ description: "The event's place in its conversation: a later event has a higher one." }),
};

const data = {
  "conversation.started": z.object({
    ...about,
    page: z
      .object({ url: z.string(), title: z.string() })
      .nullable()
      .meta({ description: "Where the visitor was, as far as the browser said." }),
  }),
  "message.received": z.object({
    ...about,
    message: z.object({ seq: z.int().min(1), author: z.literal("visitor"), text: z.string(), sent_at: seconds }),
  }),
  "conversation.escalated": z.object({ ...about, escalated_at: seconds, trigger: about.trigger.unwrap() }),
  "conversation.claimed": z.object({ ...about, by }),
  "conversation.resolved": z.object({ ...about, by, resolved_at: seconds }),
  "conversation.reopened": z.object({ ...about, by }),
  "webhook.test": z.object({ ...about, test: z.literal(true) }),
};

/** What webhooks carry, by event type: the contract with receivers. */
export const bodySchemas = {
  "conversation.started": envelope("conversation.started"),
  "message.received": envelope("message.received"),
  "conversation.escalated": envelope("conversation.escalated"),
  "conversation.claimed": envelope("conversation.claimed"),
  "conversation.resolved": envelope("conversation.resolved"),
  "conversation.reopened": envelope("conversation.reopened"),
  "webhook.test": envelope("webhook.test"),
} satisfies Record<PublicEvent["type"] | "webhook.test", z.ZodType>;

function envelope<Type extends keyof typeof data>(event: Type) {
  return z.object({
    event: z.literal(event),
    id: z
      .string()
      .regex(/^evt_[0-9a-f]{32}$/)
      .meta({ description: "The same at every attempt; also in webhook-id." }),
    chatbot_id: z.uuid(),
    timestamp: z.iso.datetime({ precision: 3 }).meta({ description: "When it happened, UTC." }),
    data: data[event],
  });
}
