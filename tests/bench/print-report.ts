import type { Goal, Report } from "./bench.ts";

export function printReport({ title, method, table, goals }: Report): string {
  return [
    "",
    `== ${title}`,
    ...method.map((line) => `   ${line}`),
    "",
    ...printTable(table),
    "",
    ...goals.map(printGoal),
  ].join("\n");
}

function printTable(rows: Report["table"]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    `   ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("   ")}`.trimEnd();
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)];
}

function printGoal({ name, value, wanted }: Goal): string {
  const figure = Number.isInteger(value) ? String(value) : value.toFixed(2);
  if (wanted === null) return `   ${name} = ${figure}`;
  const met = "atLeast" in wanted ? value >= wanted.atLeast : value <= wanted.atMost;
  const goal = "atLeast" in wanted ? `>= ${wanted.atLeast}` : `<= ${wanted.atMost}`;
  return `   ${name} = ${figure}   goal ${goal}: ${met ? "met" : "missed"}`;
}
