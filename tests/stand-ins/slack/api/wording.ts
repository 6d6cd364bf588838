import type { Wording } from "../../answer.ts";

export const slackWords: Wording = {
  platform: "Slack",
  rateLimited: JSON.stringify({ ok: false, error: "ratelimited" }),
  serverError: () => "upstream connect error",
};
