import type { DeliveryOptions, Outcome } from "./callbacks/callback.ts";
import type { Settings } from "./settings.ts";
import type { Workspace } from "./workspace.ts";

type DeliverEvent = (event: Record<string, unknown>, how?: DeliveryOptions) => Promise<Outcome>;

/** What happens to channels, with the event Slack sends about it. */
export function membership(workspace: Workspace, { bot, team, people }: Settings, deliverEvent: DeliverEvent) {
  const admin = people[0]?.id;
  const kindOf = (id: string) => (workspace.channel(id)?.isPrivate ? "group" : "channel");
  const eventTs = () => ({ event_ts: workspace.nextTs() });

  return {
    inviteBot(channel: string): Promise<Outcome> {
      const { isPrivate } = workspace.alterChannel(channel, { isMember: true });
      const where = { channel, channel_type: isPrivate ? "G" : "C", team: team.id };
      return deliverEvent({ type: "member_joined_channel", user: bot.userId, inviter: admin, ...where, ...eventTs() });
    },
    removeBot(channel: string): Promise<Outcome> {
      workspace.alterChannel(channel, { isMember: false });
      return deliverEvent({ type: `${kindOf(channel)}_left`, channel, actor_id: admin, ...eventTs() });
    },
    archive(channel: string): Promise<Outcome> {
      workspace.alterChannel(channel, { archived: true });
      return deliverEvent({ type: `${kindOf(channel)}_archive`, channel, user: admin, is_moved: 0, ...eventTs() });
    },
    unarchive(channel: string): Promise<Outcome> {
      workspace.alterChannel(channel, { archived: false });
      return deliverEvent({ type: `${kindOf(channel)}_unarchive`, channel, user: admin, ...eventTs() });
    },
  };
}
