const longestMs = 30_000;

/** Doubles from half a second to half a minute; spread out, so that a server coming back is not hit by all at once. */
export function backoff(attempt: number, firstMs: number): number {
  return Math.min(longestMs, firstMs * 2 ** attempt) * (0.5 + Math.random() / 2);
}
