import type { Channel, Message } from "../message.ts";
import type { Settings } from "../settings.ts";
import type { Workspace } from "../workspace.ts";
import { type Arguments, textArgument } from "./arguments.ts";
import { RefusedCall } from "./refused-call.ts";

export interface Backstage {
  readonly settings: Settings;
  readonly workspace: Workspace;
  readonly url: () => string;
  readonly socketUrl: () => string;
  readonly redeemTrigger: (id: string | undefined) => void;
  readonly views: Record<string, unknown>[];
}

export interface ApiMethod {
  /** Default: the bot's token. */
  readonly token?: "app";
  readonly scope?: string | ((channel: Channel | undefined) => string);
  readonly run: (args: Arguments, backstage: Backstage) => Record<string, unknown>;
}

/** The channel of the call, if the bot may see it: a private channel it is not in does not exist for it. */
export function visibleChannel(args: Arguments, { workspace }: Backstage): Channel {
  const channel = workspace.channel(textArgument(args, "channel") ?? "");
  if (channel === undefined || (channel.isPrivate && !channel.isMember)) throw new RefusedCall("channel_not_found");
  return channel;
}

export function joinedChannel(args: Arguments, backstage: Backstage): Channel {
  const channel = visibleChannel(args, backstage);
  if (!channel.isMember) throw new RefusedCall("not_in_channel");
  return channel;
}

export function writableChannel(args: Arguments, backstage: Backstage): Channel {
  const channel = joinedChannel(args, backstage);
  if (channel.archived) throw new RefusedCall("is_archived");
  return channel;
}

export function messageOf(args: Arguments, channel: Channel, { workspace }: Backstage, name = "ts"): Message {
  const message = workspace.message(channel.id, textArgument(args, name) ?? "");
  if (message === undefined) throw new RefusedCall("message_not_found");
  return message;
}
