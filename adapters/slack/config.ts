import { ConfigurationError } from "../../core/index.ts";

export interface SlackConfig {
  readonly botToken: string;
  /** Socket Mode needs no public URL, and wins where both are set: Slack then sends nothing over HTTP. */
  readonly mode:
    | { readonly kind: "http"; readonly signingSecret: string }
    | { readonly kind: "socket"; readonly appToken: string; readonly insteadOfHttp: boolean };
  /** Connected to the first chatbot at start. */
  readonly channel: string | null;
  readonly apiUrl: string;
}

/** null when nothing of Slack is set. */
export function readSlackConfig(env: Readonly<Record<string, string | undefined>>): SlackConfig | null {
  const read = (name: Variable) => env[name]?.trim() || null;
  const botToken = read("SLACK_BOT_TOKEN");
  const signingSecret = read("SLACK_SIGNING_SECRET");
  const appToken = read("SLACK_APP_TOKEN");
  const channel = read("SLACK_CHANNEL");
  const apiUrl = read("SLACK_API_URL");
  if (!botToken && !signingSecret && !appToken && !channel && !apiUrl) return null;

  const problems = [
    botToken ? malformedBotToken(botToken) : `SLACK_BOT_TOKEN is missing. ${whereFound.SLACK_BOT_TOKEN}`,
    signingSecret && malformedSecret(signingSecret),
    appToken && malformedAppToken(appToken),
    !signingSecret && !appToken && noWayBack,
    channel && malformedChannel(channel),
    apiUrl && malformedUrl(apiUrl),
  ].filter((problem) => typeof problem === "string" && problem !== "");
  const mode = appToken
    ? { kind: "socket" as const, appToken, insteadOfHttp: signingSecret !== null }
    : signingSecret && { kind: "http" as const, signingSecret };
  if (problems.length > 0 || !botToken || !mode) throw new ConfigurationError(problems.map(String));

  return { botToken, mode, channel, apiUrl: withSlash(apiUrl ?? "https://slack.com/api/") };
}

type Variable = "SLACK_BOT_TOKEN" | "SLACK_SIGNING_SECRET" | "SLACK_APP_TOKEN" | "SLACK_CHANNEL" | "SLACK_API_URL";

const whereFound = {
  SLACK_BOT_TOKEN:
    'Find it at https://api.slack.com/apps → your app → "OAuth & Permissions" → "Bot User OAuth Token" (it begins with xoxb-).',
  SLACK_SIGNING_SECRET:
    'Find it at https://api.slack.com/apps → your app → "Basic Information" → "App Credentials" → "Signing Secret".',
  SLACK_APP_TOKEN:
    'Create one at https://api.slack.com/apps → your app → "Basic Information" → "App-Level Tokens", with the scope connections:write (it begins with xapp-).',
  SLACK_CHANNEL:
    "Find the id in Slack: open the channel's details; the id is at the bottom of the About tab (it begins with C or G).",
  SLACK_API_URL: "Leave it out for slack.com; GovSlack uses https://slack-gov.com/api/.",
} satisfies Record<Variable, string>;

const noWayBack =
  "SLACK_APP_TOKEN (Socket Mode, no public URL needed) or SLACK_SIGNING_SECRET (HTTP) is missing: without one of them no button pressed in Slack reaches Deskbell. " +
  `${whereFound.SLACK_APP_TOKEN} ${whereFound.SLACK_SIGNING_SECRET}`;

function malformedBotToken(token: string): string | null {
  if (/^xoxb-[\w-]+$/.test(token)) return null;
  const kind = token.startsWith("xoxp-")
    ? "holds a user token (xoxp-); Deskbell needs the bot's"
    : token.startsWith("xapp-")
      ? "holds an app-level token (xapp-), which belongs into SLACK_APP_TOKEN"
      : "is not a bot token";
  return `SLACK_BOT_TOKEN ${kind}. ${whereFound.SLACK_BOT_TOKEN}`;
}

function malformedAppToken(token: string): string | null {
  if (/^xapp-[\w-]+$/.test(token)) return null;
  return `SLACK_APP_TOKEN is not an app-level token. ${whereFound.SLACK_APP_TOKEN}`;
}

function malformedSecret(secret: string): string | null {
  if (!/\s/.test(secret) && secret.length >= 8 && !/^x(ox|app)/.test(secret)) return null;
  return `SLACK_SIGNING_SECRET is not a signing secret. ${whereFound.SLACK_SIGNING_SECRET}`;
}

function malformedChannel(channel: string): string | null {
  if (/^[CG][A-Z0-9]{2,}$/.test(channel)) return null;
  return `SLACK_CHANNEL is "${channel}", but must be a channel's id, not its name. ${whereFound.SLACK_CHANNEL}`;
}

function malformedUrl(url: string): string | null {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return null;
  return `SLACK_API_URL is "${url}", which is not an http or https address. ${whereFound.SLACK_API_URL}`;
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}
