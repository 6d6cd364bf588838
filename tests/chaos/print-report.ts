import { cpus } from "node:os";
import type { Finding } from "./oracle/findings.ts";
import type { Report } from "./run-chaos.ts";

/** Findings shown of each kind; the rest is counted. */
const shownOfEach = 5;

/** The figures that are kept and compared. */
export function toFigures({ acknowledged, findings, platforms, takeovers, seed }: Report) {
  const each = <T>(figure: (platform: Report["platforms"][number]) => T) =>
    Object.fromEntries(platforms.map((platform) => [platform.platform, figure(platform)]));
  return {
    acknowledged: acknowledged.escalations,
    lost: findings.lost.length,
    reordered: findings.reordered.length,
    duplicates: each(({ duplicates }) => duplicates),
    ambiguous: each(({ ambiguous }) => ambiguous),
    /** Not known for a copy, more than there were unknown outcomes, or something done twice. */
    unexcused_duplicates: findings.duplicates.length,
    takeover_max_ms: longest(takeovers),
    seed,
  };
}

/** Nothing lost, moved or doubled without an excuse, nothing left over, nobody died by themselves. */
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
    ["lost", `${findings.lost.length}`],
    ["reordered", `${findings.reordered.length}`],
    ["duplicates without an excuse", `${findings.duplicates.length}`],
    ...report.platforms.flatMap(describePlatform),
    ["contradictions in the database", `${findings.inconsistent.length}`],
    ["takeover, longest", takeovers.length === 0 ? "none" : `${longest(takeovers)} ms`],
    ["  each, with its lanes", takeovers.map(describe).join(", ")],
    ...[...new Set(attempts.map(({ adapter }) => adapter))].map((adapter) => describeAttempts(adapter, attempts)),
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
      ? [`  logs and journals: ${report.folder}; again: npm run chaos -- --seconds ${seconds} --seed ${seed}`]
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

function describePlatform({ title, seen, presses, duplicates, labelled, ambiguous }: Report["platforms"][number]) {
  const copies = duplicates === 0 ? "0" : `${duplicates} (${labelled} say so)`;
  const kinds = (["card", "line", "message"] as const).filter((kind) => seen[kind] > 0);
  const counted = kinds.map((kind) => `${seen[kind]} ${kind}s`).join(", ");
  return [
    [title, `${counted}${presses > 0 ? `; ${presses} presses` : ""}`],
    ["  duplicates", `${copies} of ${ambiguous} ambiguous outcomes`],
  ] satisfies [string, string][];
}

function describeAttempts(adapter: string, attempts: Report["attempts"]): [string, string] {
  const own = attempts.filter((each) => each.adapter === adapter);
  return [`attempts, ${adapter}`, own.map(({ outcome, count }) => `${count} ${outcome}`).join(", ")];
}

function longest(takeovers: Report["takeovers"]): number {
  return Math.round(Math.max(0, ...takeovers.map(({ ms }) => ms ?? Number.POSITIVE_INFINITY)));
}

function describe({ ms, lanes, seenMs }: Report["takeovers"][number]): string {
  return `${ms === null ? "never" : Math.round(ms)} (${lanes}, let go after ${Math.round(seenMs)})`;
}
