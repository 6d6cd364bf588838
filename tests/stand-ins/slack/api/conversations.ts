import type { Channel, Message } from "../message.ts";
import { type Arguments, flagArgument, textArgument } from "./arguments.ts";
import { asSeenByApi } from "./message-content.ts";
import { type ApiMethod, joinedChannel, visibleChannel } from "./method.ts";
import { RefusedCall } from "./refused-call.ts";

const scoped = (what: string) => (channel: Channel | undefined) =>
  `${channel?.isPrivate ? "groups" : "channels"}:${what}`;

export const conversationMethods: Record<string, ApiMethod> = {
  "conversations.history": {
    scope: scoped("history"),
    run: (args, backstage) => {
      const { id } = joinedChannel(args, backstage);
      const shown = backstage.workspace
        .everything(id)
        .filter(({ ts, thread_ts, subtype }) => (thread_ts ?? ts) === ts || subtype === "thread_broadcast")
        .filter(within(args));
      // With oldest alone, the page is the one closest to it; a page always reads newest first.
      const forward = textArgument(args, "oldest") !== undefined && textArgument(args, "latest") === undefined;
      const page = pageOf(forward ? shown : shown.reverse(), args, 100);
      const messages = page.items.map((message) => asSeenByApi(message, args));
      return { ...page.rest, messages: forward ? messages.reverse() : messages, pin_count: 0 };
    },
  },
  "conversations.replies": {
    scope: scoped("history"),
    run: (args, backstage) => {
      const { id } = joinedChannel(args, backstage);
      const [parent, ...replies] = backstage.workspace.thread(id, textArgument(args, "ts") ?? "");
      if (parent === undefined || parent.ts !== textArgument(args, "ts")) throw new RefusedCall("thread_not_found");
      const page = pageOf([parent, ...replies.filter(within(args))], args, 1000);
      return { ...page.rest, messages: page.items.map((message) => asSeenByApi(message, args)) };
    },
  },
  "conversations.info": {
    scope: scoped("read"),
    run: (args, backstage) => ({ channel: onTheWire(visibleChannel(args, backstage)) }),
  },
  "conversations.join": {
    scope: "channels:join",
    run: (args, backstage) => {
      const { id, isPrivate, archived, isMember } = visibleChannel(args, backstage);
      if (isPrivate) throw new RefusedCall("method_not_supported_for_channel_type");
      if (archived) throw new RefusedCall("is_archived");
      const channel = isMember
        ? visibleChannel(args, backstage)
        : backstage.workspace.alterChannel(id, { isMember: true });
      return { channel: onTheWire(channel), ...(isMember && { warning: "already_in_channel" }) };
    },
  },
};

function onTheWire({ id, name, isMember, isPrivate, archived }: Channel) {
  return {
    id,
    name,
    name_normalized: name,
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: isPrivate,
    is_archived: archived,
    is_member: isMember,
    is_shared: false,
    is_ext_shared: false,
  };
}

function within(args: Arguments): (message: Message) => boolean {
  const oldest = Number(textArgument(args, "oldest") ?? 0);
  const latest = Number(textArgument(args, "latest") ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(oldest)) throw new RefusedCall("invalid_ts_oldest");
  if (Number.isNaN(latest)) throw new RefusedCall("invalid_ts_latest");
  const inclusive = flagArgument(args, "inclusive");
  return ({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
}

/** A cursor is the ts of the last message already seen, so that messages arriving meanwhile shift nothing. */
function pageOf(messages: Message[], args: Arguments, usual: number) {
  const cursor = textArgument(args, "cursor");
  const seen = cursor ? messages.findIndex(({ ts }) => ts === Buffer.from(cursor, "base64").toString()) : -1;
  if (cursor && seen < 0) throw new RefusedCall("invalid_cursor");
  const limit = Number(textArgument(args, "limit") || usual);
  if (!Number.isInteger(limit) || limit < 1 || limit > 999 + (usual === 1000 ? 1 : 0))
    throw new RefusedCall("invalid_limit");
  const items = messages.slice(seen + 1, seen + 1 + limit);
  const hasMore = seen + 1 + limit < messages.length;
  const next = hasMore ? Buffer.from(items.at(-1)?.ts ?? "").toString("base64") : "";
  return { items, rest: { has_more: hasMore, response_metadata: { next_cursor: next } } };
}
