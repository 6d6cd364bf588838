/** "10:23 UTC" */
export function clockUtc(at: Date): string {
  return `${at.toISOString().slice(11, 16)} UTC`;
}

/** "8 min", "2 h 5 min", "3 days" */
export function durationBetween(from: Date, to: Date): string {
  const minutes = Math.max(0, Math.round((to.getTime() - from.getTime()) / 60_000));
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / (24 * 60))} days`;
}
