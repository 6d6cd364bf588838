import type { Finding } from "../adapter.ts";

/** Half of it is how far the answer's time may be off by itself. */
const warnAfterMs = 2_000;
/** Slack refuses signatures five minutes away, and webhook receivers do as well; a minute is surely wrong. */
const brokenAfterMs = 60_000;

/** How far this machine's clock is from another's, which was asked at `askedAt` and answered `tookMs` later. */
export function examineClock(
  whose: string,
  theirs: Date,
  { askedAt, tookMs }: { readonly askedAt: Date; readonly tookMs: number },
): Finding {
  const offMs = askedAt.getTime() + tookMs / 2 - theirs.getTime();
  const off = Math.abs(offMs) - tookMs / 2;
  const words = `This machine's clock is ${inWords(Math.abs(offMs))} ${offMs > 0 ? "ahead of" : "behind"} ${whose}`;
  const todo = "Let the machine set its clock by NTP (timedatectl set-ntp true): signatures are good for minutes only.";
  if (off > brokenAfterMs) return { level: "broken", what: `${words}.`, todo };
  if (off > warnAfterMs) return { level: "warning", what: `${words}.`, todo };
  return { level: "ok", what: `This machine's clock agrees with ${whose}.` };
}

function inWords(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}
