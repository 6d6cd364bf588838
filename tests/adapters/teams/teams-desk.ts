import { onTestFinished } from "vitest";
import type { TeamsCloud } from "../../../adapters/teams/cloud.ts";
import { installTeamsAt } from "../../../adapters/teams/index.ts";
import type { Delivery, PostedRef } from "../../../core/index.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { cloudOf } from "../../stand-ins/teams/cloud-of.ts";
import { startStandInTeams } from "../../stand-ins/teams/stand-in-teams.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { serveCallbacks } from "../serve-callbacks.ts";
import { testKeys } from "../test-keys.ts";
import { envOf, teamWithSupport } from "./teams-platform.ts";

interface Setting {
  readonly env?: Readonly<Record<string, string>>;
  readonly desk?: ReturnType<typeof recordingDesk>;
  readonly teams?: Parameters<typeof startStandInTeams>[0];
  /** Teams as the adapter is told that it is. */
  readonly cloud?: (cloud: TeamsCloud) => TeamsCloud;
  readonly now?: () => Date;
}

/** A stand-in Teams with the channel Acme › Support, the adapter served over HTTP, and a desk; all gone when the test is over. */
export async function aTeamsDesk(setting: Setting = {}) {
  const { desk = recordingDesk(), cloud = (same: TeamsCloud) => same, now = () => new Date() } = setting;
  const teams = await startStandInTeams({ activityRetryDelaysMs: [20, 20], ...setting.teams });
  const { team, channel } = teamWithSupport(teams);
  const log = recordingLog();
  const adapter = await installTeamsAt(cloud(cloudOf(teams)))({
    env: { ...envOf(teams), ...setting.env },
    publicUrl: "https://desk.example",
    desk,
    log,
    now,
    keyFor: testKeys,
  });
  if (!adapter) throw new Error("Teams is not configured.");
  const server = await serveCallbacks(adapter);
  const messagesUrl = `${server.url}/messages`;
  teams.sendCallbacksTo(messagesUrl);
  const ending = new AbortController();
  const ran = adapter.run?.(ending.signal);

  onTestFinished(async () => {
    ending.abort();
    await ran;
    await server.stop();
    await teams.stop();
  });

  const destination = { account: teams.tenantId, address: channel.id };
  const deliver = (delivery: Partial<Delivery> = {}, signal = AbortSignal.timeout(15_000)) =>
    adapter.deliver(aDelivery({ destination, ...delivery }), signal);

  return {
    teams,
    team,
    channel,
    destination,
    desk,
    log,
    adapter,
    messagesUrl,
    deliver,
    /** Posts the conversation's card and makes the desk know it. */
    async postCard(delivery: Partial<Delivery> = {}): Promise<{ ref: PostedRef; activityId: string }> {
      const outcome = await deliver({ notice: desk.notice(), ...delivery });
      if (outcome.kind !== "delivered" || !outcome.posted) throw new Error(`No card: ${JSON.stringify(outcome)}`);
      desk.knows("teams", outcome.posted);
      return { ref: outcome.posted, activityId: outcome.posted.split("/").at(-1) ?? "" };
    },
    press: (verb: string, activityId: string, how: Partial<Parameters<typeof teams.press>[0]> = {}) =>
      teams.press({ channel: channel.id, activityId, verb, ...how }),
    /** The calls of one kind, tokens and keys left out. */
    calls: (method: (typeof teams.calls)[number]["method"]) => teams.calls.filter((call) => call.method === method),
    /** What Deskbell said in the channel and its threads, cards apart. */
    said: () =>
      teams
        .everything(channel.id)
        .filter(({ from, card }) => from.id === teams.bot.id && !card)
        .map(({ text }) => text),
  };
}

export type TeamsDesk = Awaited<ReturnType<typeof aTeamsDesk>>;
