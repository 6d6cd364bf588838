import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import type { Block, Channel, Ephemeral, Message } from "./message.ts";
import { timestamps } from "./timestamps.ts";

export type Change =
  | { did: "posted"; channel: string; message: Message }
  | { did: "changed"; channel: string; message: Message; previous: Message }
  | { did: "deleted"; channel: string; previous: Message }
  | { did: "reacted"; channel: string; message: Message }
  | { did: "whispered"; channel: string; ephemeral: Ephemeral }
  | { did: "channel"; channel: string };

export type Draft = Omit<Message, "type" | "ts">;
export type Edit = Pick<Message, "text"> & Pick<Partial<Message>, "blocks" | "metadata" | "edited">;
export type Workspace = ReturnType<typeof createWorkspace>;

/** The state of one Slack workspace: channels, their messages, and who may see which notice. */
export function createWorkspace() {
  const rooms = new Map<string, { channel: Channel; messages: Map<string, Message> }>();
  const ephemerals: Ephemeral[] = [];
  const changes = new EventEmitter<{ change: [Change] }>().setMaxListeners(0);
  const nextTs = timestamps();
  const tell = (change: Change) => changes.emit("change", structuredClone(change));
  const messagesIn = (channel: string) => [...(rooms.get(channel)?.messages.values() ?? [])];

  function createChannel(wanted: Partial<Channel> & { name: string }): Channel {
    const id = wanted.id ?? `C${randomBytes(5).toString("hex").toUpperCase()}`;
    if (rooms.has(id)) throw new Error(`The stand-in already has a channel ${id}.`);
    const channel = { isMember: true, isPrivate: false, archived: false, ...wanted, id };
    rooms.set(id, { channel, messages: new Map() });
    tell({ did: "channel", channel: id });
    return { ...channel };
  }

  function alterChannel(id: string, change: Partial<Omit<Channel, "id">>): Channel {
    const { channel } = room(id);
    Object.assign(channel, change);
    tell({ did: "channel", channel: id });
    return { ...channel };
  }

  function post(channel: string, draft: Draft): Message {
    const { messages } = room(channel);
    const message: Message = { type: "message", ...withBlockIds(draft), ts: nextTs() };
    messages.set(message.ts, message);
    if (message.thread_ts !== undefined) countReply(messages, message.thread_ts, message);
    tell({ did: "posted", channel, message });
    return structuredClone(message);
  }

  function edit(channel: string, ts: string, wanted: Edit): Message {
    const message = existing(channel, ts);
    const previous = structuredClone(message);
    const { blocks, ...rest } = withBlockIds(wanted);
    Object.assign(message, rest);
    if (blocks === undefined) delete message.blocks;
    else message.blocks = blocks;
    tell({ did: "changed", channel, message, previous });
    return structuredClone(message);
  }

  function remove(channel: string, ts: string): void {
    const previous = existing(channel, ts);
    room(channel).messages.delete(ts);
    tell({ did: "deleted", channel, previous });
  }

  function react(channel: string, ts: string, name: string, user: string): boolean {
    const message = existing(channel, ts);
    message.reactions ??= [];
    const reaction = message.reactions.find((known) => known.name === name);
    if (reaction?.users.includes(user)) return false;
    if (reaction === undefined) message.reactions.push({ name, users: [user], count: 1 });
    else reaction.count = reaction.users.push(user);
    tell({ did: "reacted", channel, message });
    return true;
  }

  function whisper(wanted: Omit<Ephemeral, "ts">): Ephemeral {
    const ephemeral = { ...withBlockIds(wanted), ts: nextTs() };
    ephemerals.push(ephemeral);
    tell({ did: "whispered", channel: ephemeral.channel, ephemeral });
    return ephemeral;
  }

  function room(channel: string) {
    const found = rooms.get(channel);
    if (found === undefined) throw new Error(`The stand-in has no channel ${channel}.`);
    return found;
  }

  function existing(channel: string, ts: string): Message {
    const message = room(channel).messages.get(ts);
    if (message === undefined) throw new Error(`Channel ${channel} of the stand-in has no message ${ts}.`);
    return message;
  }

  return {
    createChannel,
    alterChannel,
    post,
    edit,
    remove,
    react,
    whisper,
    nextTs,
    ephemerals: (): Ephemeral[] => structuredClone(ephemerals),
    channels: (): Channel[] => [...rooms.values()].map(({ channel }) => ({ ...channel })),
    channel: (id: string): Channel | undefined => structuredClone(rooms.get(id)?.channel),
    message: (channel: string, ts: string): Message | undefined =>
      structuredClone(rooms.get(channel)?.messages.get(ts)),
    /** Everything in the channel, replies too, oldest first. */
    everything: (channel: string): Message[] => structuredClone(messagesIn(channel)),
    /** What stands in the channel itself, oldest first. */
    messages: (channel: string): Message[] =>
      structuredClone(messagesIn(channel).filter(({ ts, thread_ts }) => (thread_ts ?? ts) === ts)),
    /** The parent, then its replies, oldest first. */
    thread: (channel: string, parent: string): Message[] =>
      structuredClone(messagesIn(channel).filter(({ ts, thread_ts }) => ts === parent || thread_ts === parent)),
    watch(listener: (change: Change) => void): () => void {
      changes.on("change", listener);
      return () => void changes.off("change", listener);
    },
  };
}

function countReply(messages: Map<string, Message>, parentTs: string, reply: Message): void {
  const parent = messages.get(parentTs);
  if (parent === undefined) return;
  const authors = new Set(parent.reply_users).add(reply.user ?? reply.bot_id ?? "");
  parent.thread_ts = parentTs;
  parent.reply_count = (parent.reply_count ?? 0) + 1;
  parent.reply_users = [...authors];
  parent.reply_users_count = authors.size;
  parent.latest_reply = reply.ts;
}

function withBlockIds<T extends { blocks?: Block[] }>(message: T): T {
  if (message.blocks === undefined) return message;
  const blocks = message.blocks.map((block) => ({
    ...block,
    block_id: block.block_id ?? randomBytes(3).toString("hex"),
  }));
  return { ...message, blocks };
}
