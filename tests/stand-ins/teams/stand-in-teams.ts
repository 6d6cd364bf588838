import { createServer } from "node:http";
import { closeServer } from "../close-server.ts";
import { openJournal } from "../journal.ts";
import { listenOn } from "../listen-on.ts";
import { until } from "../until.ts";
import type { Delivery, DeliveryOptions, Outcome } from "./activities/callback.ts";
import { teamsDeliveries } from "./activities/deliver.ts";
import { createRateLimits } from "./api/rate-limits.ts";
import { type Call, serveApi } from "./api/serve-api.ts";
import { createAccessTokens } from "./identity/access-tokens.ts";
import { createTeamsMisbehaviour } from "./misbehaviour.ts";
import { peopleAct } from "./people-act.ts";
import { serveStandIn } from "./serve-stand-in.ts";
import { type StandInTeamsOptions, settle } from "./settings.ts";
import { teamLife } from "./team-life.ts";
import { createTenant } from "./tenant.ts";

export type { Call, Delivery, DeliveryOptions, Outcome };
export type StandInTeams = Awaited<ReturnType<typeof startStandInTeams>>;

/** A Teams of our own on 127.0.0.1: connector, tokens and keys, signed activities, bad days on demand, and a page to click. */
export async function startStandInTeams(options: StandInTeamsOptions = {}) {
  const settings = settle(options);
  const tenant = createTenant();
  const tokens = createAccessTokens(settings);
  const misbehaviour = createTeamsMisbehaviour();
  const journal = openJournal(options.journal);
  const calls: Call[] = [];
  let callbacksUrl = options.callbacksUrl;
  let url = "";
  let calledUrl: string | undefined;
  const serviceUrl = () => calledUrl ?? `${url}/teams/`;

  const deliveries = teamsDeliveries({ settings, misbehaviour, serviceUrl, callbacksUrl: () => callbacksUrl });
  const stage = { settings, tenant, deliveries, journal, serviceUrl };

  const teams = {
    get url() {
      return url;
    },
    /** Where a bot finds this Teams instead of Microsoft's. */
    get cloud() {
      return {
        openIdMetadataUrl: `${url}/openid/.well-known/openidconfiguration`,
        tokenUrl: `${url}/token`,
        serviceUrl: serviceUrl(),
      };
    },
    appId: settings.appId,
    appPassword: settings.appPassword,
    tenantId: settings.tenantId,
    bot: settings.bot,
    people: settings.people,

    teams: tenant.teams,
    team: tenant.team,
    /** Also makes its General channel, with the same id. */
    createTeam: tenant.createTeam,
    channels: tenant.channels,
    channel: tenant.channel,
    /** In the first team, if none is said. */
    createChannel: tenant.createChannel,
    chats: tenant.chats,
    message: tenant.message,
    messages: tenant.messages,
    thread: tenant.thread,
    everything: tenant.everything,
    /** What single people see instead of a message. */
    views: tenant.views,

    ...peopleAct(stage),
    ...teamLife(stage),
    /** undefined: nobody hears of anything. `serviceUrl`: as it calls itself there, should something stand before it. */
    sendCallbacksTo: (to: string | undefined, serviceUrl?: string): void => {
      callbacksUrl = to;
      calledUrl = serviceUrl;
    },

    misbehave: misbehaviour.misbehave,
    behave: misbehaviour.behave,
    /** The connector answers 401, and no new token is given out. */
    revoke: tokens.revoke,
    /** The connector answers 401 until a new token is fetched. */
    expireTokens: tokens.expire,

    /** Every call, also those that were never accepted. */
    calls,
    /** Every activity sent, with what came of each attempt. */
    deliveries: deliveries.record,
    /** Resolves once the condition holds; looks again at every change. */
    until: (condition: () => boolean, ms = 10_000) => until("The stand-in Teams", tenant.watch, condition, ms),
    /** Resolves when no activity is under way. */
    settled: deliveries.settled,

    async stop(): Promise<void> {
      deliveries.stop();
      site.stop();
      await closeServer(server);
      await deliveries.settled();
      journal.close();
    },
  };

  const rateLimits = createRateLimits(settings.rateLimits);
  const api = serveApi({ settings, tenant, tokens, rateLimits, url: () => url }, misbehaviour, journal, calls);
  const site = serveStandIn(() => teams, { api, tenant });
  const server = createServer({ keepAliveTimeout: 60_000 }, site.serve);
  url = await listenOn(server, options.port ?? 0);
  return teams;
}
