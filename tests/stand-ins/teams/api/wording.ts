import type { Wording } from "../../answer.ts";
import { connectorRefusal, tokenRefusal } from "./refused-call.ts";

const serverError = (status: number) =>
  // 503 and 504 come from what stands before the connector.
  status === 503 || status === 504
    ? { body: "The service is unavailable.", headers: { "content-type": "text/plain" } }
    : { body: connectorRefusal({ status, code: "ServiceError" }).body };

export const connectorWords: Wording = {
  platform: "Microsoft Teams",
  rateLimited: connectorRefusal({ status: 429, code: "Throttled" }).body,
  serverError,
};

export const tokenWords: Wording = {
  platform: "Sign in to your account",
  rateLimited: tokenRefusal({
    status: 429,
    code: "temporarily_unavailable",
    message: "AADSTS90055: The server is terminating the request because of too many requests.",
  }).body,
  serverError,
};
