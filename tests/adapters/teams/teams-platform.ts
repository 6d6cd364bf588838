import type { StandInTeams } from "../../stand-ins/teams/stand-in-teams.ts";
import type { ChannelPlatform } from "../adapter-contract.ts";

export function envOf(teams: StandInTeams) {
  return { TEAMS_APP_ID: teams.appId, TEAMS_APP_PASSWORD: teams.appPassword, TEAMS_TENANT_ID: teams.tenantId };
}

/** Everything a person reads in a message: notification, text and card. */
export function readable(message: {
  readonly summary?: string;
  readonly text?: string;
  readonly card?: unknown;
}): string {
  return `${message.summary ?? ""} ${message.text ?? ""} ${JSON.stringify(message.card ?? {})}`;
}

export function teamWithSupport(teams: StandInTeams) {
  const team = teams.createTeam({ name: "Acme" });
  const channel = teams.createChannel({ name: "Support" });
  return { team, channel };
}

/** The stand-in Teams as the adapter contract wants to see a platform. */
export async function startTeamsPlatform(teams: StandInTeams): Promise<ChannelPlatform> {
  const { channel } = teamWithSupport(teams);
  const [ana] = teams.people;
  if (!ana) throw new Error("The stand-in has no people.");
  return {
    env: envOf(teams),
    destination: { account: teams.tenantId, address: channel.id },
    callbackPath: "/messages",
    sendCallbacksTo: teams.sendCallbacksTo,
    reachable: async () => {},
    shown: () => teams.messages(channel.id).map(readable),
    limitRate: (seconds) =>
      teams.misbehave({ how: "rate_limited", retryAfter: seconds, methods: "createConversation", times: 1 }),
    revoke: teams.revoke,
    close: () => void teams.deleteChannel(channel.id),
    press: (verb, card, { twice = false } = {}) =>
      teams.press({ channel: channel.id, activityId: card.split("/").at(-1) ?? "", verb, duplicate: twice }),
    presser: { name: ana.name, externalId: `${teams.tenantId}:${ana.aadObjectId}` },
    settled: teams.settled,
    stop: teams.stop,
  };
}
