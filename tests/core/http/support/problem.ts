import { expect } from "vitest";
import type { Problem } from "../../../../core/http/widget-protocol.ts";

export interface Refusal {
  readonly status: number;
  readonly says?: RegExp;
}

/** Every refusal: its status, problem+json, a title, a sentence that says what to change, and nothing of our insides. */
export async function expectProblem(response: Response, { status, says }: Refusal): Promise<Problem> {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(text) as Problem;
  expect(Object.keys(problem).sort()).toEqual(["detail", "status", "title", "type"]);
  expect(problem.status).toBe(status);
  expect(problem.title).toMatch(/\S{2}/);
  expect(problem.detail).toMatch(/\S.{10,}/);
  if (says) expect(problem.detail).toMatch(says);
  expectNoInsides(text);
  return problem;
}

/** No stack trace, no path of ours, no SQL. */
export function expectNoInsides(text: string): void {
  expect(text).not.toMatch(/\bat \S+ \(|node_modules|\.[tj]s:\d+|PostgresError|select .* from|insert into|\/core\//i);
}
