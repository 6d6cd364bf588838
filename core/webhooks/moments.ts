/** UTC in whole seconds, as the documented fields have it: 2026-04-19T10:23:45Z. */
export function wholeSeconds(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
