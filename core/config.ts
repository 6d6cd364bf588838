import { type AssistantConfig, readAssistantConfig } from "./assistant/assistant-config.ts";
import { isEmailAddress } from "./domain/email-address.ts";
import { readWebhookConfig, type WebhookConfig } from "./webhooks/webhook-config.ts";

export interface Config {
  readonly port: number;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** Signs what must be recognised later; null: made and kept in the data directory. */
  readonly appSecret: string | null;
  /** Owns every chatbot that has no owner yet. */
  readonly ownerEmail: string | null;
  readonly assistant: AssistantConfig;
  readonly webhooks: WebhookConfig;
  /** How many proxies stand before us: only so many of X-Forwarded-For's entries are believed. */
  readonly trustProxy: number;
  readonly logLevel: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment; every problem at once, each naming its variable. */
export function readConfig(env: Environment): { config: Config } | { problems: string[] } {
  const problems: string[] = [];
  const port = readPort(env, problems);
  const databaseUrl = readDatabaseUrl(env, problems);
  const assistant = readAssistantConfig(env);
  if ("problems" in assistant) problems.push(...assistant.problems);
  const webhooks = readWebhookConfig(env);
  if ("problems" in webhooks) problems.push(...webhooks.problems);
  const config = {
    port,
    publicUrl: readPublicUrl(env, port, problems),
    dataDir: env.DATA_DIR?.trim() || "./data",
    databaseUrl,
    ownerEmail: readOwner(env, problems),
    appSecret: readSecret(env, databaseUrl !== null, problems),
    trustProxy: readTrustProxy(env, problems),
    logLevel: readLogLevel(env, problems),
  };
  if (problems.length > 0 || "problems" in assistant || "problems" in webhooks) return { problems };
  return { config: { ...config, assistant: assistant.config, webhooks: webhooks.config } };
}

function readPort({ PORT }: Environment, problems: string[]): number {
  if (PORT === undefined || PORT === "") return 3000;
  const port = /^\d+$/.test(PORT) ? Number(PORT) : Number.NaN;
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  problems.push(`PORT is "${PORT}"; it must be a number from 0 to 65535 (0 takes any free port).`);
  return 3000;
}

function readPublicUrl({ PUBLIC_URL }: Environment, port: number, problems: string[]): string {
  if (!PUBLIC_URL) return `http://localhost:${port}`;
  const url = URL.canParse(PUBLIC_URL) ? new URL(PUBLIC_URL) : null;
  if (url && (url.protocol === "http:" || url.protocol === "https:") && !url.search && !url.hash && !url.username) {
    return url.href.replace(/\/+$/, "");
  }
  problems.push(
    "PUBLIC_URL must be the address under which browsers reach Deskbell, like https://help.example.com: http or https, without a query, a fragment or a user.",
  );
  return `http://localhost:${port}`;
}

function readDatabaseUrl({ DATABASE_URL }: Environment, problems: string[]): string | null {
  if (!DATABASE_URL) return null;
  if (URL.canParse(DATABASE_URL) && /^postgres(ql)?:$/.test(new URL(DATABASE_URL).protocol)) return DATABASE_URL;
  problems.push(
    "DATABASE_URL must look like postgres://user:password@host:5432/database; your PostgreSQL host shows it.",
  );
  return null;
}

function readSecret({ APP_SECRET }: Environment, required: boolean, problems: string[]): string | null {
  if (APP_SECRET !== undefined && APP_SECRET.length >= 32) return APP_SECRET;
  if (APP_SECRET)
    problems.push("APP_SECRET is too short: at least 32 characters; make one with `openssl rand -hex 32`.");
  else if (required) {
    problems.push(
      "APP_SECRET is missing: with DATABASE_URL every instance needs the same one; make it with `openssl rand -hex 32` and keep it.",
    );
  }
  return null;
}

function readOwner({ OWNER_EMAIL }: Environment, problems: string[]): string | null {
  const email = OWNER_EMAIL?.trim();
  if (!email) return null;
  if (isEmailAddress(email)) return email;
  problems.push(`OWNER_EMAIL is "${email}"; it must be the e-mail address of whoever owns the chatbots.`);
  return null;
}

function readTrustProxy({ TRUST_PROXY }: Environment, problems: string[]): number {
  if (!TRUST_PROXY) return 0;
  const hops = Number(TRUST_PROXY);
  if (Number.isInteger(hops) && hops >= 0 && hops <= 10) return hops;
  problems.push(`TRUST_PROXY is "${TRUST_PROXY}"; it must be how many proxies stand before Deskbell, 0 to 10.`);
  return 0;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

function readLogLevel({ LOG_LEVEL }: Environment, problems: string[]): string {
  if (!LOG_LEVEL) return "info";
  if (logLevels.includes(LOG_LEVEL)) return LOG_LEVEL;
  problems.push(`LOG_LEVEL is "${LOG_LEVEL}"; it must be one of ${logLevels.join(", ")}.`);
  return "info";
}
