import type { Wording } from "../../answer.ts";

export const slackWords: Wording = {
  platform: "Slack",
  rateLimited: JSON.stringify({ ok: false, error: "ratelimited" }),
  serverError: () => ({ body: "upstream connect error", headers: { "content-type": "text/plain" } }),
};
