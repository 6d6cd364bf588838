import { cpus } from "node:os";
import type { Finding } from "./oracle/findings.ts";
import type { Report } from "./run-chaos.ts";

/** Findings shown of each kind; the rest is counted. */
const shownOfEach = 5;

/** The figures that are kept and compared. */
export function toFigures({ acknowledged, findings, takeovers, seed }: Report) {
  return {
    acknowledged: acknowledged.escalations,
    lost: findings.lost.length,
    reordered: findings.reordered.length,
    duplicates: { slack: findings.duplicates.length },
    takeover_max_ms: longest(takeovers),
    seed,
  };
}

/** Nothing lost, moved or doubled, nothing left over, nobody died by themselves. */
export function isSound({ findings, drained, crashes, complaints, takeovers }: Report): boolean {
  return (
    Object.values(findings).every((list) => list.length === 0) &&
    drained.left === 0 &&
    crashes.length === 0 &&
    complaints.length === 0 &&
    takeovers.every(({ ms }) => ms !== null)
  );
}

export function printReport(report: Report): string {
  const { acknowledged, findings, takeovers, kills, drained, attempts, crashes, complaints, load, seed, seconds } =
    report;
  const rows: [string, string][] = [
    ["acknowledged escalations", `${acknowledged.escalations}`],
    ["  visitors' messages", `${acknowledged.messages}`],
    ["  presses in Slack", `${acknowledged.presses}`],
    ["lost", `${findings.lost.length}`],
    ["reordered", `${findings.reordered.length}`],
    ["duplicates in Slack", `${findings.duplicates.length}`],
    ["contradictions in the database", `${findings.inconsistent.length}`],
    ["takeover, longest", takeovers.length === 0 ? "none" : `${longest(takeovers)} ms`],
    ["  each, with its lanes", takeovers.map(describe).join(", ")],
    ["attempts", attempts.map(({ outcome, count }) => `${count} ${outcome}`).join(", ")],
    ["killed with -9", `${kills.instances} instances, PostgreSQL ${kills.database} x`],
    ["never answered", `${report.unanswered.length}`],
    ["died by themselves", `${crashes.length}`],
    [
      "drained after the load",
      `${(drained.ms / 1_000).toFixed(1)} s, ${drained.left} left, ${drained.hastened} lanes called early`,
    ],
    ["seed, seconds", `${seed}, ${seconds}`],
    ["load average at the end", `${load.map((value) => value.toFixed(2)).join(", ")} on ${cpus().length} cores`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    "",
    ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    "",
    ...Object.entries(findings).flatMap(([kind, list]) => printFindings(kind, list)),
    ...[...crashes, ...complaints].slice(0, shownOfEach).map((line) => `  ! ${line}`),
    ...(report.story.length > 0
      ? ["  deliveries of the first of these conversations:", ...report.story.map((line) => `    ${line}`)]
      : []),
    ...(complaints.length > shownOfEach ? [`  ! ${complaints.length} complaints in all`] : []),
    ...(findings.lost.length + findings.duplicates.length + findings.reordered.length > 0 || crashes.length > 0
      ? [`  logs and journal: ${report.folder}; again: npm run chaos -- --seconds ${seconds} --seed ${seed}`]
      : []),
  ].join("\n");
}

function printFindings(kind: string, list: readonly Finding[]): string[] {
  const more = list.length - shownOfEach;
  return [
    ...list
      .slice(0, shownOfEach)
      .map(({ conversationId, what }) => `  ${kind}: ${what} (conversation ${conversationId})`),
    ...(more > 0 ? [`  ${kind}: ${more} more`] : []),
  ];
}

function longest(takeovers: Report["takeovers"]): number {
  return Math.round(Math.max(0, ...takeovers.map(({ ms }) => ms ?? Number.POSITIVE_INFINITY)));
}

function describe({ ms, lanes, seenMs }: Report["takeovers"][number]): string {
  return `${ms === null ? "never" : Math.round(ms)} (${lanes}, let go after ${Math.round(seenMs)})`;
}
