import type { EscalationDesk } from "../../core/index.ts";
import { adapterName } from "./refs.ts";

const within = (teamId: string) => `channel-of ${teamId} `;

/** Which connected channels are a team's: what happens to a team happens to them. */
export function createChannels(desk: EscalationDesk) {
  return {
    belongs: (teamId: string, channelId: string) =>
      desk.remember(adapterName, `${within(teamId)}${channelId}`, "connected"),
    async of(teamId: string): Promise<readonly string[]> {
      const facts = await desk.recall(adapterName, within(teamId));
      return [...facts.keys()].map((name) => name.slice(within(teamId).length));
    },
  };
}

export type Channels = ReturnType<typeof createChannels>;
