import type { Answer } from "../../answer.ts";
import { type Problem, problem } from "../rules/problem.ts";

/** `{"errors":[{message, field, help}]}`, as SendGrid says no. */
export function refusal(
  status: number,
  problems: readonly Problem[] = [problem(usual[status] ?? "Bad Request")],
): Answer {
  return { status, body: JSON.stringify({ errors: problems }) };
}

/** https://github.com/twilio/sendgrid-oai/blob/main/spec/json/tsg_mail_v3.json, "responses" */
const usual: Record<number, string> = {
  401: "authorization required",
  403: "access forbidden",
  404: "not found",
  405: "method not allowed",
  413: "content too large",
  415: "Content-Type should be application/json.",
  429: "too many requests",
  500: "internal server error",
};
