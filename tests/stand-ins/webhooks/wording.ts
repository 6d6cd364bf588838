import type { Wording } from "../answer.ts";

export const receiverWords: Wording = {
  platform: "Webhook receiver",
  rateLimited: JSON.stringify({ error: "too many requests" }),
  serverError: () => ({ body: "upstream connect error", headers: { "content-type": "text/plain" } }),
};
