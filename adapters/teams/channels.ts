import type { EscalationDesk } from "../../core/index.ts";
import { adapterName } from "./refs.ts";

const beginning = "channel-of ";
const within = (teamId: string) => `${beginning}${teamId} `;

/** Which connected channels are a team's: what happens to a team happens to them. */
export function createChannels(desk: EscalationDesk) {
  return {
    belongs: (teamId: string, channelId: string) =>
      desk.remember(adapterName, `${within(teamId)}${channelId}`, "connected"),
    async of(teamId: string): Promise<readonly string[]> {
      const facts = await desk.recall(adapterName, within(teamId));
      return [...facts.keys()].map((name) => name.slice(within(teamId).length));
    },
    /** null if it was never said. */
    async teamOf(channelId: string): Promise<string | null> {
      const names = [...(await desk.recall(adapterName, beginning)).keys()];
      const name = names.find((each) => each.endsWith(` ${channelId}`));
      return name?.slice(beginning.length, -channelId.length - 1) ?? null;
    },
  };
}

export type Channels = ReturnType<typeof createChannels>;
