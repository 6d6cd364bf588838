import type { Rate } from "../../core/index.ts";

/** About one message a second and channel, with short bursts (Slack's rate limits for chat.postMessage). */
export const postRate: Rate = { everyMs: 1000, burst: 3 };
/** chat.update is Tier 3: some 50 a minute in the whole workspace. */
export const updateRate: Rate = { everyMs: 1200, burst: 10 };
