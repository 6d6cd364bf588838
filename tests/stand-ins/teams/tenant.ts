import { randomBytes, randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { Channel, Chat, Message, Team, View } from "./message.ts";

export interface Change {
  did: "posted" | "changed" | "deleted" | "shown" | "channel" | "team";
  channel: string;
}

/** Where messages stand: in a channel of a team, or in one person's chat with the bot. */
export type Place = { kind: "channel"; id: string; channel: Channel; team: Team } | ({ kind: "chat" } & Chat);

export type Draft = Pick<Message, "from" | "text" | "textFormat"> &
  Pick<Partial<Message>, "root" | "summary" | "card" | "activity">;
export type Edit = Pick<Message, "text" | "textFormat"> & Pick<Partial<Message>, "summary" | "card" | "activity">;
export type Tenant = ReturnType<typeof createTenant>;

/** The state of one organization's Teams: teams, channels, chats, their messages, and what one person sees instead. */
export function createTenant() {
  const teams = new Map<string, Team>();
  const rooms = new Map<string, { place: Channel | Chat; messages: Map<string, Message> }>();
  const views: View[] = [];
  const changes = new EventEmitter<{ change: [Change] }>().setMaxListeners(0);
  let lastId = 0;
  const tell = (did: Change["did"], channel: string) => changes.emit("change", { did, channel });
  const messagesIn = (channel: string) => [...(rooms.get(channel)?.messages.values() ?? [])];
  const channels = () => [...rooms.values()].flatMap(({ place }) => ("team" in place ? [place] : []));
  const chats = () => [...rooms.values()].flatMap(({ place }) => ("person" in place ? [place] : []));

  /** Activity ids are the milliseconds of the post, unique and always increasing. */
  function nextId(): string {
    lastId = Math.max(lastId + 1, Date.now());
    return String(lastId);
  }

  function createTeam(wanted: Partial<Team> = {}): Team {
    const id = wanted.id ?? aChannelId();
    if (teams.has(id)) throw new Error(`The stand-in already has a team ${id}.`);
    const usual = { name: "Acme support", aadGroupId: randomUUID(), hasBot: true, archived: false, deleted: false };
    const team = { ...usual, ...wanted, id };
    teams.set(id, team);
    createChannel({ id, team: id, name: "General" });
    return { ...team };
  }

  function createChannel(wanted: Partial<Channel> & { name: string }): Channel {
    const id = wanted.id ?? aChannelId();
    if (rooms.has(id)) throw new Error(`The stand-in already has a channel ${id}.`);
    const team = wanted.team ?? teams.keys().next().value ?? createTeam().id;
    if (!teams.has(team)) throw new Error(`The stand-in has no team ${team}.`);
    const channel = { deleted: false, ...wanted, id, team };
    rooms.set(id, { place: channel, messages: new Map() });
    tell("channel", id);
    return { ...channel };
  }

  function chatWith(person: string): Chat {
    const known = chats().find((chat) => chat.person === person);
    if (known) return { ...known };
    const chat = { id: `a:1${randomBytes(24).toString("base64url")}`, person };
    rooms.set(chat.id, { place: chat, messages: new Map() });
    tell("channel", chat.id);
    return { ...chat };
  }

  function alterTeam(id: string, change: Partial<Omit<Team, "id">>): Team {
    const team = teams.get(id);
    if (team === undefined) throw new Error(`The stand-in has no team ${id}.`);
    Object.assign(team, change);
    tell("team", id);
    return { ...team };
  }

  function alterChannel(id: string, change: Partial<Pick<Channel, "name" | "deleted">>): Channel {
    const { place } = room(id);
    if (!("team" in place)) throw new Error(`${id} is a chat, not a channel.`);
    Object.assign(place, change);
    tell("channel", id);
    return { ...place };
  }

  function post(channel: string, draft: Draft): Message {
    const { messages } = room(channel);
    const activityId = nextId();
    const at = new Date(Number(activityId)).toISOString();
    const message: Message = { edits: 0, deleted: false, root: activityId, at, ...structuredClone(draft), activityId };
    messages.set(activityId, message);
    tell("posted", channel);
    return structuredClone(message);
  }

  function edit(channel: string, activityId: string, { summary, card, activity, ...wanted }: Edit): Message {
    const message = existing(channel, activityId);
    const { root, from, at, edits, deleted } = message;
    const after: Message = {
      ...{ activityId, root, from, at, edits: edits + 1, deleted, ...wanted },
      ...(summary !== undefined && { summary }),
      ...(card && { card: structuredClone(card) }),
      ...(activity && { activity: structuredClone(activity) }),
    };
    room(channel).messages.set(activityId, after);
    forgetViews(channel, activityId);
    tell("changed", channel);
    return structuredClone(after);
  }

  function remove(channel: string, activityId: string): void {
    const message = existing(channel, activityId);
    message.deleted = true;
    forgetViews(channel, activityId);
    tell("deleted", channel);
  }

  function show(view: View): void {
    forgetViews(view.channel, view.activityId, view.person);
    views.push(structuredClone(view));
    tell("shown", view.channel);
  }

  function forgetViews(channel: string, activityId: string, person?: string): void {
    const kept = views.filter(
      (view) =>
        view.channel !== channel || view.activityId !== activityId || (person !== undefined && view.person !== person),
    );
    views.splice(0, views.length, ...kept);
  }

  function room(channel: string) {
    const found = rooms.get(channel);
    if (found === undefined) throw new Error(`The stand-in has no channel ${channel}.`);
    return found;
  }

  function existing(channel: string, activityId: string): Message {
    const message = room(channel).messages.get(activityId);
    if (message === undefined) throw new Error(`Channel ${channel} of the stand-in has no message ${activityId}.`);
    return message;
  }

  function place(id: string): Place | undefined {
    const found = rooms.get(id)?.place;
    if (found === undefined) return undefined;
    if ("person" in found) return { kind: "chat", ...found };
    const team = teams.get(found.team);
    return team && structuredClone({ kind: "channel", id, channel: found, team });
  }

  return {
    createTeam,
    createChannel,
    chatWith,
    alterTeam,
    alterChannel,
    post,
    edit,
    remove,
    show,
    place,
    teams: (): Team[] => structuredClone([...teams.values()]),
    team: (id: string): Team | undefined => structuredClone(teams.get(id)),
    channels: (): Channel[] => structuredClone(channels()),
    channel: (id: string): Channel | undefined => structuredClone(channels().find((channel) => channel.id === id)),
    chats: (): Chat[] => structuredClone(chats()),
    views: (): View[] => structuredClone(views),
    view: (channel: string, activityId: string, person: string): View | undefined =>
      structuredClone(
        views.find((view) => view.channel === channel && view.activityId === activityId && view.person === person),
      ),
    message: (channel: string, activityId: string): Message | undefined =>
      structuredClone(rooms.get(channel)?.messages.get(activityId)),
    /** Everything in the channel, replies too, oldest first. */
    everything: (channel: string): Message[] => structuredClone(messagesIn(channel)),
    /** What stands in the channel itself, oldest first. */
    messages: (channel: string): Message[] =>
      structuredClone(messagesIn(channel).filter(({ activityId, root }) => activityId === root)),
    /** The root, then its replies, oldest first. */
    thread: (channel: string, root: string): Message[] =>
      structuredClone(messagesIn(channel).filter((message) => message.root === root)),
    watch(listener: (change: Change) => void): () => void {
      changes.on("change", listener);
      return () => void changes.off("change", listener);
    },
  };
}

function aChannelId(): string {
  return `19:${randomBytes(16).toString("hex")}@thread.tacv2`;
}
