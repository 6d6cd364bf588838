const longestMs = 3_600_000;

/** How long an answer asks to wait: seconds or an HTTP date, at most an hour. null if it does not say, or not so that it can be read. */
export function readRetryAfter(value: string | undefined, now: Date): number | null {
  const text = value?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestMs);
  // Every form of RFC 9110 begins with the day's name; Date.parse would take much else.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(0, at - now.getTime()), longestMs);
}

/**
 * Being told to wait is not held against a delivery, so a receiver that always says "in a second" would be asked
 * for three days: the more attempts there were, the longer it waits at least (n² seconds: about 100 attempts in 76 hours).
 */
export function atLeast(attempt: number): number {
  return Math.min(attempt * attempt * 1000, longestMs);
}
