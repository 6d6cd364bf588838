import { randomBytes } from "node:crypto";
import type { Person } from "./message.ts";

export interface StandInSlackOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  signingSecret?: string;
  botToken?: string;
  appToken?: string;
  teamId?: string;
  botUserId?: string;
  /** Where signed events, button presses and commands are POSTed while no Socket Mode connection is up. */
  callbacksUrl?: string;
  /** What the bot token may do; calls that need more are answered with missing_scope. */
  scopes?: readonly string[];
  people?: readonly Person[];
  /** false: posts and edits are not announced as events (for load runs). */
  events?: boolean;
  /** Waits before the second, third and fourth delivery of an event. Slack's own are 0, 1 min and 5 min. */
  eventRetryDelaysMs?: readonly number[];
  /** How long an event, and a person who pressed a button, wait for an answer. */
  callbackTimeoutMs?: number;
  /** How long a Socket Mode envelope waits for its acknowledgement. */
  socketAckTimeoutMs?: number;
  /** Append-only JSON lines of everything that was accepted. */
  journal?: string;
}

export interface Settings {
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly verificationToken: string;
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  readonly bot: { readonly userId: string; readonly botId: string; readonly appId: string; readonly name: string };
  readonly people: readonly Person[];
  readonly scopes: ReadonlySet<string>;
  readonly events: boolean;
  readonly eventRetryDelaysMs: readonly number[];
  readonly callbackTimeoutMs: number;
  readonly socketAckTimeoutMs: number;
}

export function settle(options: StandInSlackOptions): Settings {
  return {
    signingSecret: options.signingSecret ?? randomBytes(16).toString("hex"),
    botToken: options.botToken ?? `xoxb-${randomBytes(12).toString("hex")}`,
    appToken: options.appToken ?? `xapp-1-${randomBytes(12).toString("hex")}`,
    verificationToken: randomBytes(12).toString("hex"),
    team: { id: options.teamId ?? "T0STANDIN1", name: "Acme support", domain: "acme-support" },
    bot: { userId: options.botUserId ?? "U0DESKBELL", botId: "B0DESKBELL", appId: "A0DESKBELL", name: "Deskbell" },
    people: options.people ?? somePeople,
    scopes: new Set(options.scopes ?? everyScope),
    events: options.events ?? true,
    eventRetryDelaysMs: options.eventRetryDelaysMs ?? [0, 200, 1000],
    callbackTimeoutMs: options.callbackTimeoutMs ?? 3000,
    socketAckTimeoutMs: options.socketAckTimeoutMs ?? 3000,
  };
}

const somePeople: readonly Person[] = [
  { id: "U0ANA00001", name: "Ana", email: "ana@acme.example" },
  { id: "U0BEN00001", name: "Ben", email: "ben@acme.example" },
  { id: "U0CHLOE001", name: "Chloé", email: "chloe@acme.example" },
];

const everyScope = [
  "chat:write",
  "channels:history",
  "groups:history",
  "channels:read",
  "groups:read",
  "channels:join",
  "users:read",
  "users:read.email",
  "reactions:read",
  "reactions:write",
  "commands",
];
