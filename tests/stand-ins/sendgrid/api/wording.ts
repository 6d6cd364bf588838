import type { Wording } from "../../answer.ts";
import { problem } from "../rules/problem.ts";
import { refusal } from "./refusal.ts";

export const wording: Wording = {
  platform: "SendGrid",
  rateLimited: refusal(429).body,
  /** https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits */
  rateLimitHeaders: (seconds) => ({
    "x-ratelimit-limit": "600",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": String(Math.ceil(Date.now() / 1000) + seconds),
  }),
  serverError: (status) =>
    // 502 to 504 come from what stands before it.
    status > 500
      ? { body: "upstream connect error or disconnect/reset before headers", headers: { "content-type": "text/plain" } }
      : { body: refusal(status, [problem("internal server error")]).body },
};
