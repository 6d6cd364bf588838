import type { EscalationDesk } from "../../core/index.ts";
import { type Activity, placeIn } from "./activity.ts";
import type { Channels } from "./channels.ts";
import { causeOf } from "./people.ts";
import { plainWords } from "./plain-words.ts";
import { adapterName, channelAt } from "./refs.ts";

interface Wiring {
  readonly desk: EscalationDesk;
  readonly channels: Channels;
  readonly tenantId: string;
  readonly labelFor: (teamId: string, channelId: string) => Promise<string | null>;
}

type Broken = "not_in_team" | "archived" | "channel_gone";

/** What Teams tells of teams and channels; returns what is to be said there, if anything. */
export function createFollowLifecycle({ desk, channels, tenantId, labelFor }: Wiring) {
  return async (activity: Activity): Promise<string | null> => {
    const teamId = activity.channelData?.team?.id;
    if (activity.type === "installationUpdate") {
      if (activity.action?.startsWith("remove")) await breakTeam(teamId, "not_in_team");
      else await mendTeam(teamId);
      return activity.action === "add" ? greeting : null;
    }
    if (activity.type !== "conversationUpdate") return null;
    const isUs = ({ id }: { readonly id: string }) => id === activity.recipient.id;
    if (activity.membersRemoved?.some(isUs)) await breakTeam(teamId, "not_in_team");
    if (activity.membersAdded?.some(isUs)) await mendTeam(teamId);
    switch (activity.channelData?.eventType) {
      case "channelDeleted":
        await breakChannel(placeIn(activity)?.channelId, "channel_gone");
        break;
      case "channelRestored":
        await mendChannel(placeIn(activity)?.channelId);
        break;
      case "channelRenamed":
        await renameChannel(activity, placeIn(activity)?.channelId);
        break;
      case "teamRenamed":
        for (const channelId of teamId ? await channels.of(teamId) : []) await renameChannel(activity, channelId);
        break;
      case "teamArchived":
        await breakTeam(teamId, "archived");
        break;
      case "teamDeleted":
      case "teamHardDeleted":
        await breakTeam(teamId, "channel_gone");
        break;
      case "teamUnarchived":
      case "teamRestored":
        await mendTeam(teamId);
        break;
    }
    return null;
  };

  async function breakTeam(teamId: string | undefined, why: Broken): Promise<void> {
    for (const channelId of teamId ? await channels.of(teamId) : []) await breakChannel(channelId, why);
  }

  async function mendTeam(teamId: string | undefined): Promise<void> {
    for (const channelId of teamId ? await channels.of(teamId) : []) await mendChannel(channelId);
  }

  async function breakChannel(channelId: string | undefined, why: Broken): Promise<void> {
    if (!channelId) return;
    const at = channelAt(tenantId, channelId);
    const [first] = await desk.connections(adapterName, at);
    await desk.pause(adapterName, at, plainWords(why, first?.connection.label ?? null));
  }

  async function mendChannel(channelId: string | undefined): Promise<void> {
    if (channelId) await desk.resume(adapterName, channelAt(tenantId, channelId));
  }

  /** Keeps the name it has if Teams does not tell the new one. */
  async function renameChannel(activity: Activity, channelId: string | undefined): Promise<void> {
    const teamId = activity.channelData?.team?.id;
    if (!teamId || !channelId) return;
    const connected = await desk.connections(adapterName, channelAt(tenantId, channelId));
    const label = connected.length > 0 && (await labelFor(teamId, channelId));
    if (!label) return;
    const { by, id } = causeOf(activity);
    for (const { chatbot, connection } of connected) {
      const cause = { by, id: `${id}:${channelId}:${chatbot.id}` };
      await desk.connect({ ...connection, chatbot: chatbot.id, label }, cause);
    }
  }
}

export type FollowLifecycle = ReturnType<typeof createFollowLifecycle>;

const greeting =
  "Deskbell is here. In the channel that is to be told when a visitor of your website asks for a human, write: @Deskbell connect";
