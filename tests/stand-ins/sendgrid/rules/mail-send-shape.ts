import { z } from "zod";
import { address } from "./address-rules.ts";
import { headers, headerText } from "./header-rules.ts";

/**
 * The body of POST /v3/mail/send, in our own words, after
 * https://github.com/twilio/sendgrid-oai/blob/main/spec/json/tsg_mail_v3.json ("PostMailSend") and
 * https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors.
 *
 * SendGrid overlooks what it does not know. Here that is refused: it is always a mistake of ours.
 * Templates, substitutions and schedules are checked for their shape, and not carried out.
 */

const flag = z.boolean({ error: "Should be a boolean value." });
const toggle = z.strictObject({ enable: flag.optional() });
const atLeastOne = (message: string) => z.string({ error: message }).min(1, message);

const subject = atLeastOne("The subject of your email must be a string at least one character in length.").and(
  headerText,
);
const customArgs = z
  .record(z.string(), z.string({ error: "All values of custom arguments object must be strings" }))
  .refine((given) => Object.keys(given).length > 0, "custom_args can't be empty.");
const sendAt = z.int({ error: "The send_at parameter is expecting a UNIX timestamp as an integer." });

const content = z.strictObject({
  type: atLeastOne("Your content type must be a string with length of at least one character.").regex(
    /^[^;\r\n]*$/,
    "Cannot contain ';', or CRLF characters.",
  ),
  value: atLeastOne("The content value must be a string at least one character in length."),
});

const attachment = z.strictObject({
  content: atLeastOne("The attachment content must be a string at least one character in length.").and(
    z.base64("The attachment content must be base64 encoded."),
  ),
  filename: z.string({ error: "filename is required." }).and(headerText),
  type: z
    .string()
    .min(1)
    .regex(/^[^;\r\n]*$/, "The type can't contain ';', or CRLF characters.")
    .optional(),
  disposition: z.enum(["inline", "attachment"]).optional(),
  content_id: headerText.optional(),
});

const personalization = z.strictObject({
  from: address.optional(),
  to: z
    .array(address, { error: "The to parameter is required for all personalization objects." })
    .min(1, "The to array must at least have an 'email' parameter with a valid email address."),
  cc: z.array(address).max(1000).optional(),
  bcc: z.array(address).max(1000).optional(),
  subject: subject.optional(),
  headers: headers.optional(),
  substitutions: z.record(z.string(), z.string()).optional(),
  dynamic_template_data: z.record(z.string(), z.unknown()).optional(),
  custom_args: customArgs.optional(),
  send_at: sendAt.optional(),
});

const category = z
  .string({ error: "Categories must be an array of strings." })
  .max(255, "Each category must not be longer than 255 characters.")
  .regex(/^[ -~]*$/, "Categories can not contain non-ASCII characters.");

export const mailSend = z.strictObject({
  personalizations: z
    .array(personalization, {
      error: "The personalizations field is required and must have at least one personalization.",
    })
    .min(1, "You must have at least one personalization.")
    .max(1000, "The personalization block is limited to 1000 personalizations per API request."),
  from: z.strictObject(address.shape, { error: "The from object must be provided for every email send." }),
  reply_to: address.optional(),
  reply_to_list: z.array(address).max(1000).optional(),
  subject: subject.optional(),
  content: z.array(content).optional(),
  attachments: z.array(attachment).optional(),
  template_id: z.string().optional(),
  headers: headers.optional(),
  categories: z
    .array(category)
    .max(10, "There is a limit of 10 categories for each email that is sent.")
    .refine((given) => new Set(given).size === given.length, "The categories must be a unique list.")
    .optional(),
  custom_args: customArgs.optional(),
  send_at: sendAt.optional(),
  batch_id: z.string().optional(),
  asm: z.strictObject({ group_id: z.int(), groups_to_display: z.array(z.int()).max(25).optional() }).optional(),
  ip_pool_name: z.string().min(2).max(64).optional(),
  mail_settings: z
    .strictObject({
      bypass_list_management: toggle.optional(),
      bypass_spam_management: toggle.optional(),
      bypass_bounce_management: toggle.optional(),
      bypass_unsubscribe_management: toggle.optional(),
      footer: toggle.extend({ text: z.string().optional(), html: z.string().optional() }).optional(),
      sandbox_mode: toggle.optional(),
    })
    .optional(),
  tracking_settings: z
    .strictObject({
      click_tracking: toggle.extend({ enable_text: flag.optional() }).optional(),
      open_tracking: toggle.extend({ substitution_tag: z.string().optional() }).optional(),
      subscription_tracking: toggle
        .extend({ text: z.string().optional(), html: z.string().optional(), substitution_tag: z.string().optional() })
        .optional(),
      ganalytics: toggle
        .extend({
          utm_source: z.string().optional(),
          utm_medium: z.string().optional(),
          utm_term: z.string().optional(),
          utm_content: z.string().optional(),
          utm_campaign: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
});

export type MailSend = z.infer<typeof mailSend>;
