import type { Finding } from "../adapter.ts";

const marks = { ok: "ok      ", warning: "warning ", broken: "BROKEN  " } satisfies Record<Finding["level"], string>;

/** One line each, and what to do below it; then how it is in all. */
export function printFindings(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ level, what, todo }) => [
    `  ${marks[level]} ${onOneLine(what)}`,
    ...(todo && level !== "ok" ? [`           → ${onOneLine(todo)}`] : []),
  ]);
  return ["", ...lines, "", `  ${summary(findings)}`, ""].join("\n");
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Finding["level"]) => findings.filter((each) => each.level === level).length;
  const broken = count("broken");
  const warnings = count("warning");
  if (broken > 0) return `${broken} broken, ${warnings} to look at.`;
  return warnings > 0 ? `Nothing is broken; ${warnings} to look at.` : "All is well.";
}

/** What platforms say comes from outside. */
function onOneLine(text: string): string {
  return text.replace(/\p{Control}+/gu, " ");
}
