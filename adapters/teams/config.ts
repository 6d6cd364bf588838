import { ConfigurationError } from "../../core/index.ts";
import type { TeamsCloud } from "./cloud.ts";

export interface TeamsConfig {
  readonly bot: BotConfig | null;
  /** A Workflows webhook, for teams that cannot register a bot. It is a secret: whoever has it can post. */
  readonly workflowUrl: string | null;
}

export interface BotConfig {
  /** Never empty: with an empty one the SDK lets everybody in. */
  readonly appId: string;
  /** Absent with a managed identity. */
  readonly appPassword: string | null;
  readonly tenantId: string;
  readonly appType: AppType;
}

const appTypes = ["SingleTenant", "MultiTenant", "UserAssignedMSI"] as const;
type AppType = (typeof appTypes)[number];

/** null when nothing of Teams is set. */
export function readTeamsConfig(
  env: Readonly<Record<string, string | undefined>>,
  cloud: TeamsCloud,
): TeamsConfig | null {
  const read = (name: Variable) => env[name]?.trim() || null;
  const appId = read("TEAMS_APP_ID");
  const appPassword = read("TEAMS_APP_PASSWORD");
  const tenantId = read("TEAMS_TENANT_ID");
  const appType = read("TEAMS_APP_TYPE");
  const workflowUrl = read("TEAMS_WORKFLOW_URL");
  const wantsBot = appId !== null || appPassword !== null || tenantId !== null || appType !== null;
  if (!wantsBot && !workflowUrl) return null;

  const type = appTypes.find((each) => each === (appType ?? "SingleTenant"));
  const problems = [
    wantsBot && appType && !type && `TEAMS_APP_TYPE is "${appType}". ${whereFound.TEAMS_APP_TYPE}`,
    wantsBot && malformedId("TEAMS_APP_ID", appId),
    wantsBot && malformedId("TEAMS_TENANT_ID", tenantId),
    wantsBot && malformedPassword(appPassword, type),
    workflowUrl && malformedWorkflow(workflowUrl, cloud),
  ].filter((problem) => typeof problem === "string" && problem !== "");
  if (problems.length > 0) throw new ConfigurationError(problems.map(String));

  const bot =
    appId && tenantId && type ? { appId: appId.toLowerCase(), appPassword, tenantId: tenantId.toLowerCase() } : null;
  return { bot: bot && type ? { ...bot, appType: type } : null, workflowUrl };
}

type Variable = "TEAMS_APP_ID" | "TEAMS_APP_PASSWORD" | "TEAMS_TENANT_ID" | "TEAMS_APP_TYPE" | "TEAMS_WORKFLOW_URL";

const whereFound = {
  TEAMS_APP_ID:
    'Find it at https://portal.azure.com → your Azure Bot → "Configuration" → "Microsoft App ID" (also at https://entra.microsoft.com → "App registrations" → your app → "Application (client) ID").',
  TEAMS_APP_PASSWORD:
    'Create one at https://entra.microsoft.com → "App registrations" → your app → "Certificates & secrets" → "New client secret": the column "Value", shown once.',
  TEAMS_TENANT_ID:
    'Find it at https://portal.azure.com → your Azure Bot → "Configuration" → "App Tenant ID" (also at https://entra.microsoft.com → "Overview" → "Tenant ID").',
  TEAMS_APP_TYPE:
    'Write SingleTenant (the default), MultiTenant or UserAssignedMSI, as https://portal.azure.com → your Azure Bot → "Configuration" → "Bot Type" says.',
  TEAMS_WORKFLOW_URL:
    'Find it in Teams → the channel → "Workflows" → "Post to a channel when a webhook request is received" → the address it shows at the end.',
} satisfies Record<Variable, string>;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function malformedId(name: "TEAMS_APP_ID" | "TEAMS_TENANT_ID", id: string | null): string | null {
  if (!id) return `${name} is missing. ${whereFound[name]}`;
  return uuid.test(id) && !/^[0-]+$/.test(id)
    ? null
    : `${name} is "${id}", which is not such an id. ${whereFound[name]}`;
}

function malformedPassword(password: string | null, type: AppType | undefined): string | null {
  if (type === "UserAssignedMSI")
    return password && "TEAMS_APP_PASSWORD is set, but a managed identity (TEAMS_APP_TYPE) has none: leave it out.";
  if (!password) return `TEAMS_APP_PASSWORD is missing. ${whereFound.TEAMS_APP_PASSWORD}`;
  return uuid.test(password)
    ? `TEAMS_APP_PASSWORD holds the "Secret ID" of a client secret; Deskbell needs its value. ${whereFound.TEAMS_APP_PASSWORD}`
    : null;
}

function malformedWorkflow(url: string, cloud: TeamsCloud): string | null {
  if (URL.canParse(url) && cloud.isWorkflow(new URL(url))) return null;
  return `TEAMS_WORKFLOW_URL is not the address of a Workflows webhook (https, at logic.azure.com or api.powerplatform.com). ${whereFound.TEAMS_WORKFLOW_URL}`;
}
