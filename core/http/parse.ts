import { z } from "zod";
import { HttpProblem } from "./http-problem.ts";

/** Checks a body that was read; every fault is named. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues
    .slice(0, 10)
    .map((issue) => `${issue.path.join(".") || "body"}: ${inWords(issue)}`);
  throw new HttpProblem({ status: 422, title: "The request does not fit", detail: `${faults.join("; ")}.` });
}

/** Keys are the only part of a body that comes back in an answer. */
function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code !== "unrecognized_keys") return issue.message;
  const keys = issue.keys.slice(0, 10).map((key) => `"${[...key].slice(0, 100).join("")}"`);
  return `Unrecognized ${issue.keys.length === 1 ? "key" : "keys"}: ${keys.join(", ")}`;
}

const uuid = z.uuid();

/** An id from the address; anything else is as unknown as a wrong one. */
export function parseId(value: unknown, what: "chatbot" | "conversation"): string {
  const parsed = uuid.safeParse(value);
  if (parsed.success) return parsed.data.toLowerCase();
  throw new HttpProblem({
    status: 404,
    title: `No such ${what}`,
    detail: `The ${what}'s id in the address is not an id.`,
  });
}
