import type { ErrorCode } from "../domain/errors.ts";

export const errorStatus = {
  invalid_request: 400,
  unprocessable: 422,
  chatbot_not_found: 404,
  conversation_not_found: 404,
  message_not_found: 404,
  endpoint_not_found: 404,
  delivery_not_found: 404,
  key_not_found: 404,
  recipient_not_found: 404,
  key_unknown: 401,
  scope_missing: 403,
  conflict: 409,
  visitor_unknown: 401,
  origin_refused: 403,
  too_many_requests: 429,
  idempotency_conflict: 422,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>;

/** What happened, in a few words; the error's own sentence says to which thing and what to do. */
export const errorTitle = {
  invalid_request: "The request cannot be read",
  unprocessable: "The request does not fit",
  chatbot_not_found: "No such chatbot",
  conversation_not_found: "No such conversation",
  message_not_found: "No such message",
  endpoint_not_found: "No such endpoint",
  delivery_not_found: "No such delivery",
  key_not_found: "No such key",
  recipient_not_found: "No such recipient",
  key_unknown: "The key is not known",
  scope_missing: "The key may not do this",
  conflict: "Not as things stand",
  visitor_unknown: "The visitor is not known",
  origin_refused: "This site may not use this chatbot",
  too_many_requests: "Too many requests",
  idempotency_conflict: "This id was used for something else",
  unavailable: "Not available right now",
} as const satisfies Record<ErrorCode, string>;
