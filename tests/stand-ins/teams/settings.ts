import { randomBytes, randomUUID } from "node:crypto";
import type { Person } from "./message.ts";

export interface StandInTeamsOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  appId?: string;
  appPassword?: string;
  tenantId?: string;
  /** Where signed activities are POSTed. */
  callbacksUrl?: string;
  people?: readonly Person[];
  /** true: the app holds ChannelMessage.Read.Group, and hears also what does not mention it. */
  hearsEverything?: boolean;
  /** true: more than 7 posts in a second, 8 in 2, 60 in 30 or 1800 in an hour per channel are answered with 429. */
  rateLimits?: boolean;
  /** How long an access token is good for. */
  tokenLifetimeSeconds?: number;
  /** Waits before an activity that was not heard is sent again. Invokes are not. */
  activityRetryDelaysMs?: readonly number[];
  /** How long an activity, and a person who pressed a button, wait for an answer. */
  callbackTimeoutMs?: number;
  /** Append-only JSON lines of everything that was accepted. */
  journal?: string;
}

export interface Settings {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
  readonly bot: { readonly id: string; readonly name: string };
  readonly people: readonly Person[];
  readonly hearsEverything: boolean;
  readonly rateLimits: boolean;
  readonly tokenLifetimeSeconds: number;
  readonly activityRetryDelaysMs: readonly number[];
  readonly callbackTimeoutMs: number;
}

export function settle(options: StandInTeamsOptions): Settings {
  // Never the same for two stand-ins: Microsoft's SDK keeps tokens by app for as long as the process lives.
  const appId = options.appId ?? randomUUID();
  return {
    appId,
    appPassword: options.appPassword ?? randomBytes(20).toString("base64url"),
    tenantId: options.tenantId ?? randomUUID(),
    bot: { id: `28:${appId}`, name: "Deskbell" },
    people: options.people ?? somePeople,
    hearsEverything: options.hearsEverything ?? false,
    rateLimits: options.rateLimits ?? false,
    tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 3599,
    activityRetryDelaysMs: options.activityRetryDelaysMs ?? [200, 1000, 1000],
    callbackTimeoutMs: options.callbackTimeoutMs ?? 5000,
  };
}

const somePeople: readonly Person[] = [
  {
    id: "29:1AnaDuarte0000000000000000000000000000000",
    name: "Ana Duarte",
    email: "ana@acme.example",
    aadObjectId: "0a1c5a52-7f0e-4b5e-9a43-3f6f0c1d0001",
  },
  {
    id: "29:1BenOkafor0000000000000000000000000000000",
    name: "Ben Okafor",
    email: "ben@acme.example",
    aadObjectId: "0a1c5a52-7f0e-4b5e-9a43-3f6f0c1d0002",
  },
  {
    id: "29:1ChloeMartin00000000000000000000000000000",
    name: "Chloé Martin",
    email: "chloe@acme.example",
    aadObjectId: "0a1c5a52-7f0e-4b5e-9a43-3f6f0c1d0003",
  },
];
