/**
 * Text that no honest author writes and that would cost micromark quadratic time or the stack: tests/core/markdown has
 * the shapes that were measured. Within these limits the worst of them takes about a quarter of a second on one core.
 */
const limits = {
  lines: 1_000,
  delimiters: 2_000,
  delimitersInARow: 120,
  brackets: 2_000,
  containers: 1_200,
  depth: 8,
  pipes: 3_000,
};

export function isTangled(text: string): boolean {
  const runs = text.match(/[*_~]+/g) ?? [];
  const depths = text.split(/\r\n|\r|\n/).map(depthOf);
  return (
    depths.length > limits.lines ||
    Math.max(0, ...depths) > limits.depth ||
    sum(depths) > limits.containers ||
    sum(runs.map((run) => run.length)) > limits.delimiters ||
    runs.some((run) => run.length > limits.delimitersInARow) ||
    count(text, /[[\]]/g) > limits.brackets ||
    count(text, /\|/g) > limits.pipes
  );
}

/** How many quote and list markers a line opens with; each is a level of nesting. */
function depthOf(line: string): number {
  const opening = /^(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))+/.exec(line)?.[0] ?? "";
  return count(opening, />|[-+*]|\d+[.)]/g);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
