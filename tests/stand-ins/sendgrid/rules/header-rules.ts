import { z } from "zod";

/** Names and subjects become header fields. That a line break there is refused is not written anywhere; it must not depend on it. */
export const headerText = z
  .string({ error: "Must be a string." })
  .regex(/^[^\r\n\0]*$/, "Cannot contain CRLF characters.");

/** https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors, "Headers errors" */
export const headers = z
  .record(z.string(), z.string({ error: "The header values must be strings." }).and(headerText))
  .superRefine((given, context) => {
    const seen = new Set<string>();
    for (const name of Object.keys(given)) {
      const message = objectionTo(name, seen);
      if (message !== undefined) context.addIssue({ code: "custom", path: [name], message });
      seen.add(name.toLowerCase());
    }
  });

function objectionTo(name: string, before: ReadonlySet<string>): string | undefined {
  if (reserved.includes(name.toLowerCase())) return "Header can not be one of the reserved keys.";
  if (before.has(name.toLowerCase())) return "The headers can't contain duplicate keys.";
  // RFC 5322, 2.2: printable ASCII, no colon.
  return /^[!-9;-~]+$/.test(name) ? undefined : "Header keys can't contain non-ASCII characters and empty spaces.";
}

const reserved = [
  "x-sg-id",
  "x-sg-eid",
  "received",
  "dkim-signature",
  "content-type",
  "content-transfer-encoding",
  "to",
  "from",
  "subject",
  "reply-to",
  "cc",
  "bcc",
];
