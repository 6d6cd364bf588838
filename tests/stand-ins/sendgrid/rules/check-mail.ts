import type { z } from "zod";
import { type MailSend, mailSend } from "./mail-send-shape.ts";
import { type Problem, problem } from "./problem.ts";
import { problemsOfWhole } from "./whole-mail-rules.ts";

export type Checked = { readonly mail: MailSend } | { readonly problems: readonly Problem[] };

/** A body as parsed from JSON, or everything that is wrong with it. */
export function checkMail(body: unknown): Checked {
  const read = mailSend.safeParse(body);
  const problems = read.success ? problemsOfWhole(read.data) : read.error.issues.map(problemOf);
  return read.success && problems.length === 0 ? { mail: read.data } : { problems };
}

function problemOf(issue: z.core.$ZodIssue): Problem {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return problem(issue.message, path.join(".") || null);
  const field = [...path, issue.keys[0]].join(".");
  return problem(`There is no field "${issue.keys.join('", "')}"; SendGrid would overlook it.`, field);
}
