/**
 * When to look whether SendGrid has told of a mail that it may have, in ms since that became doubtful: its events come
 * within seconds, a storm of them within a minute and a half. After the last look it is sent again.
 */
const looksForEvents = [5_000, 15_000, 40_000, 90_000] as const;

/** Where nobody tells of mail, there is only to wait until whatever went wrong is over. */
const looksForNothing = [30_000] as const;

/** How long until the next look; 0: it was looked for long enough, and is sent again. */
export function untilNextLook(tellsOfMail: boolean, sinceMs: number): number {
  const looks: readonly number[] = tellsOfMail ? looksForEvents : looksForNothing;
  const next = looks.find((look) => look > sinceMs);
  return next === undefined ? 0 : next - sinceMs;
}
