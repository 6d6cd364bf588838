const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString();

/** The time of day; with the day when that is not today. */
export function clock(iso: string): string {
  const at = new Date(iso);
  const day = sameDay(at, new Date()) ? {} : ({ day: "numeric", month: "short" } as const);
  return at.toLocaleString([], { hour: "numeric", minute: "2-digit", ...day });
}
