import { inChannel, teamInfo } from "./activities/address.ts";
import type { Activity, DeliveryOptions, Outcome } from "./activities/callback.ts";
import type { TeamsDeliveries } from "./activities/deliver.ts";
import type { Channel, Team } from "./message.ts";
import type { Settings } from "./settings.ts";
import type { Tenant } from "./tenant.ts";

interface Stage {
  readonly settings: Settings;
  readonly tenant: Tenant;
  readonly deliveries: TeamsDeliveries;
  readonly serviceUrl: () => string;
}

/** What happens to teams and channels, with the activities by which the bot hears of it. */
export function teamLife({ settings, tenant, deliveries, serviceUrl }: Stage) {
  const { bot, people, tenantId } = settings;
  const owner = people[0] ?? { id: "29:nobody", name: "Nobody", email: "", aadObjectId: "" };

  function update(team: Team, eventType: string | undefined, more: Activity, channel?: Channel): Activity {
    return {
      ...inChannel({ settings, serviceUrl: serviceUrl(), person: owner }, team, team),
      type: "conversationUpdate",
      channelData: {
        tenant: { id: tenantId },
        team: teamInfo(team),
        ...(eventType !== undefined && { eventType }),
        ...(channel && { channel: { id: channel.id, name: channel.name } }),
      },
      ...more,
    };
  }

  function tellOfTeam(team: Team, eventType: string, how: DeliveryOptions = {}): Promise<Outcome> {
    return deliveries.deliver(update(team, eventType, {}), team.id, how);
  }

  function tellOfChannel(channel: Channel, eventType: string, how: DeliveryOptions = {}): Promise<Outcome> {
    return deliveries.deliver(update(teamOf(channel.team), eventType, {}, channel), channel.id, how);
  }

  /** Both activities, one after the other, as Teams sends them; what came of the second, the installationUpdate. */
  async function tellOfBot(team: Team, action: "add" | "remove", selected: Channel | undefined, how: DeliveryOptions) {
    const [members, eventType] =
      action === "add"
        ? (["membersAdded", "teamMemberAdded"] as const)
        : (["membersRemoved", "teamMemberRemoved"] as const);
    await deliveries.deliver(update(team, eventType, { [members]: [{ id: bot.id }] }), team.id, how);
    const channelData = {
      tenant: { id: tenantId },
      team: teamInfo(team),
      source: { name: "message" },
      ...(selected && { settings: { selectedChannel: { id: selected.id } } }),
    };
    return deliveries.deliver(
      update(team, undefined, { type: "installationUpdate", action, channelData }),
      team.id,
      how,
    );
  }

  function teamOf(id: string): Team {
    const team = tenant.team(id);
    if (team === undefined) throw new Error(`The stand-in has no team ${id}.`);
    return team;
  }

  return {
    /** `channel`: the one that was chosen when the app was added. */
    addBot: (team: string, { channel, ...how }: DeliveryOptions & { channel?: string | undefined } = {}) =>
      tellOfBot(tenant.alterTeam(team, { hasBot: true }), "add", tenant.channel(channel ?? team), how),
    removeBot: (team: string, how: DeliveryOptions = {}) =>
      tellOfBot(tenant.alterTeam(team, { hasBot: false }), "remove", undefined, how),
    archiveTeam: (team: string) => tellOfTeam(tenant.alterTeam(team, { archived: true }), "teamArchived"),
    unarchiveTeam: (team: string) => tellOfTeam(tenant.alterTeam(team, { archived: false }), "teamUnarchived"),
    deleteTeam: (team: string) => tellOfTeam(tenant.alterTeam(team, { deleted: true }), "teamDeleted"),
    restoreTeam: (team: string) => tellOfTeam(tenant.alterTeam(team, { deleted: false }), "teamRestored"),
    renameTeam: (team: string, name: string) => tellOfTeam(tenant.alterTeam(team, { name }), "teamRenamed"),
    /** Like createChannel, and the bot hears of it. */
    addChannel: (channel: Partial<Channel> & { name: string }) =>
      tellOfChannel(tenant.createChannel(channel), "channelCreated"),
    renameChannel: (channel: string, name: string) =>
      tellOfChannel(tenant.alterChannel(channel, { name }), "channelRenamed"),
    deleteChannel: (channel: string) =>
      tellOfChannel(tenant.alterChannel(channel, { deleted: true }), "channelDeleted"),
    restoreChannel: (channel: string) =>
      tellOfChannel(tenant.alterChannel(channel, { deleted: false }), "channelRestored"),
    /** Any activity, from the team's owner, where nothing else is said. */
    deliverActivity: (activity: Activity, how: DeliveryOptions = {}): Promise<Outcome> => {
      const team = tenant.teams()[0] ?? tenant.createTeam();
      return deliveries.deliver(Object.assign(update(team, undefined, {}), activity), undefined, how);
    },
  };
}
