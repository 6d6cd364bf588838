import type { TeamsCloud } from "./cloud.ts";
import type { BotConfig } from "./config.ts";
import type { TeamsSdk } from "./connector.ts";
import { createConnector, signIn } from "./sdk-calls.ts";
import { GuardedTeamsAdapter, type Opened } from "./sdk-guard.ts";

/** Fails at once when the SDK's insides are not those that were studied: its own retries would post twice. */
export async function openSdk(bot: BotConfig, cloud: TeamsCloud): Promise<TeamsSdk> {
  const adapter = new GuardedTeamsAdapter(bot, cloud);
  const connectors = new Map<string, Promise<Opened>>();

  function opened(serviceUrl: string): Promise<Opened> {
    const known = connectors.get(serviceUrl);
    if (known) return known;
    const opening = adapter.open(serviceUrl);
    connectors.set(serviceUrl, opening);
    opening.catch(() => connectors.delete(serviceUrl));
    return opening;
  }

  await opened(cloud.serviceUrl);
  return {
    authenticate: (authorization, activity) => adapter.authenticate(authorization, activity),
    connector: (serviceUrl) => createConnector(() => opened(serviceUrl), bot),
    async renewToken(signal) {
      const { credentials } = await opened(cloud.serviceUrl);
      await signIn(() => credentials.getToken(true), signal);
    },
  };
}
