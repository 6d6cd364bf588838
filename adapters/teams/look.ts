import type { Channels } from "./channels.ts";
import type { Connector } from "./connector.ts";
import { type Failure, failureOf } from "./errors.ts";

export type Look = (channelId: string, signal: AbortSignal) => Promise<Sighting>;

/** "unknown": it could not be looked at; "blind": nobody ever said which team it is of. */
type Sighting = "there" | "unknown" | "blind" | Extract<Failure, { kind: "refused" }>;

/** Whether a channel is still there, and the bot in its team: what an error without a known code does not say. */
export function createLook(connector: () => Promise<Connector>, channels: Pick<Channels, "teamOf">): Look {
  return async (channelId, signal) => {
    try {
      const teamId = await channels.teamOf(channelId);
      if (teamId === null) return "blind";
      const { channel } = await (await connector()).channelName(teamId, channelId, signal);
      return channel ? "there" : { kind: "refused", scope: "address", why: "channel_gone" };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "refused") return failure;
      // The team itself does not show.
      return failure.kind === "unclear" ? { kind: "refused", scope: "address", why: failure.why } : "unknown";
    }
  };
}
