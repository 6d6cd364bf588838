import { randomUUID } from "node:crypto";
import { threadId } from "../conversation-id.ts";
import type { Channel, Chat, Person, Team } from "../message.ts";
import type { Settings } from "../settings.ts";
import type { Activity } from "./callback.ts";

interface Sender {
  readonly settings: Settings;
  readonly serviceUrl: string;
  readonly person: Person;
}

/** From whom, to whom and where: what every activity in a channel says; `thread` is the root of its thread. */
export function inChannel(sender: Sender, team: Team, channel: Pick<Channel, "id">, thread?: string): Activity {
  const { tenantId } = sender.settings;
  return {
    ...between(sender),
    conversation: {
      isGroup: true,
      conversationType: "channel",
      tenantId,
      id: thread === undefined ? channel.id : threadId(channel.id, thread),
    },
    channelData: { tenant: { id: tenantId }, team: teamInfo(team), channel: { id: channel.id } },
  };
}

export function inChat(sender: Sender, { id }: Chat): Activity {
  const { tenantId } = sender.settings;
  return {
    ...between(sender),
    conversation: { conversationType: "personal", tenantId, id },
    channelData: { tenant: { id: tenantId } },
  };
}

export function teamInfo({ id, name, aadGroupId }: Team) {
  return { id, name, aadGroupId };
}

function between({ settings, serviceUrl, person }: Sender): Activity {
  const now = new Date().toISOString();
  return {
    id: `f:${randomUUID()}`,
    timestamp: now,
    localTimestamp: now,
    channelId: "msteams",
    serviceUrl,
    from: { id: person.id, name: person.name, aadObjectId: person.aadObjectId },
    recipient: settings.bot,
    entities: [{ type: "clientInfo", locale: "en-US", country: "US", platform: "Web", timezone: "Europe/Lisbon" }],
    locale: "en-US",
  };
}
