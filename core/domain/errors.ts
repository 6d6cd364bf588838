export type ErrorCode =
  | "invalid_request"
  | "unprocessable"
  | "chatbot_not_found"
  | "conversation_not_found"
  | "message_not_found"
  | "endpoint_not_found"
  | "delivery_not_found"
  | "key_not_found"
  | "recipient_not_found"
  | "key_unknown"
  | "scope_missing"
  | "conflict"
  | "visitor_unknown"
  | "origin_refused"
  | "too_many_requests"
  | "idempotency_conflict"
  | "unavailable";

/** What the rules refuse, in a sentence for whoever must change something. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | null;

  constructor(code: ErrorCode, sentence: string, retryAfter: number | null = null) {
    super(sentence);
    this.name = "DomainError";
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
