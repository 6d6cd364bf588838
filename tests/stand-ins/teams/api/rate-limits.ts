import { RefusedCall } from "./refused-call.ts";

export type RateLimits = ReturnType<typeof createRateLimits>;

/** Per bot and channel: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const windows = [
  { ms: 1000, most: 7 },
  { ms: 2000, most: 8 },
  { ms: 30_000, most: 60 },
  { ms: 3_600_000, most: 1800 },
];

export function createRateLimits(enabled: boolean) {
  const posts = new Map<string, number[]>();
  return {
    count(channel: string): void {
      if (!enabled) return;
      const now = Date.now();
      const times = posts.get(channel) ?? [];
      for (const { ms, most } of windows) {
        const oldestThatCounts = times.at(-most);
        if (oldestThatCounts === undefined || oldestThatCounts + ms <= now) continue;
        const seconds = Math.ceil((oldestThatCounts + ms - now) / 1000);
        throw new RefusedCall({ status: 429, code: "Throttled" }, { "retry-after": String(seconds) });
      }
      posts.set(channel, [...times, now].slice(-1800));
    },
  };
}
