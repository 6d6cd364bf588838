import { clockUtc } from "../../core/index.ts";

/** The reader's own clock, with UTC for clients that cannot draw dates. */
export function timeOf(at: Date): string {
  return token(at, "{time}", clockUtc(at));
}

/** For how long something has been waiting, counted on by Slack itself without an edit. */
export function sinceWhen(at: Date): string {
  return token(at, "{date_short_pretty} at {time} ({ago})", `${at.toISOString().slice(0, 10)} ${clockUtc(at)}`);
}

function token(at: Date, format: string, fallback: string): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^${format}|${fallback}>`;
}
