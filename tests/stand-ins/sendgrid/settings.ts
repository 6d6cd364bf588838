import { randomBytes } from "node:crypto";

export interface StandInSendGridOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  apiKey?: string;
  /** Addresses, or whole domains as "@acme.example", that mail may come from. Default: any. */
  verifiedSenders?: readonly string[];
  /** Where signed events are POSTed. */
  eventsUrl?: string;
  /** false: nothing is told of a mail by itself. By default `processed` and `delivered` are, as soon as it is accepted. */
  automaticEvents?: boolean;
  /** The private key that signs events, PKCS #8 in base64; kept, its public half survives a restart. */
  signingKey?: string;
  /** Waits before events that were not heard are posted again. SendGrid does so for 24 hours. */
  eventRetryDelaysMs?: readonly number[];
  eventTimeoutMs?: number;
  /** Append-only JSON lines of every mail accepted, and of what became of it. */
  journal?: string;
}

export interface Settings {
  readonly apiKey: string;
  readonly eventRetryDelaysMs: readonly number[];
  readonly eventTimeoutMs: number;
}

export function settle(options: StandInSendGridOptions): Settings {
  return {
    apiKey: options.apiKey ?? `SG.${randomBytes(16).toString("base64url")}.${randomBytes(32).toString("base64url")}`,
    eventRetryDelaysMs: options.eventRetryDelaysMs ?? [200, 1000, 1000, 5000, 5000, 5000, 5000],
    eventTimeoutMs: options.eventTimeoutMs ?? 5000,
  };
}
