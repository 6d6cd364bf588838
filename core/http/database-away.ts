import { DomainError } from "../domain/errors.ts";

/** Not "nothing was stored": a commit whose answer was lost may have gone through. */
export function databaseAway(): DomainError {
  return new DomainError(
    "unavailable",
    "The database does not answer; try again in a moment. With the same client_id, or Idempotency-Key, nothing is done twice.",
    2,
  );
}
