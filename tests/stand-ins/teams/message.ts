/** An Adaptive Card, as it came over the wire. */
export type Card = Record<string, unknown>;

export interface Message {
  activityId: string;
  /** The activity id of the post that its thread began with: its own, if it stands in the channel itself. */
  root: string;
  from: { id: string; name: string };
  at: string;
  text: string;
  textFormat: "markdown" | "plain" | "xml";
  /** What a notification says. */
  summary?: string;
  card?: Card;
  edits: number;
  /** Deleted messages stay, as "This message has been deleted". */
  deleted: boolean;
  /** As the bot sent it last. */
  activity?: Record<string, unknown>;
}

export interface Team {
  /** Also the id of its General channel. */
  id: string;
  name: string;
  aadGroupId: string;
  hasBot: boolean;
  archived: boolean;
  deleted: boolean;
}

export interface Channel {
  id: string;
  team: string;
  name: string;
  deleted: boolean;
}

/** One person and the bot. */
export interface Chat {
  id: string;
  person: string;
}

export interface Person {
  /** "29:…" */
  id: string;
  name: string;
  email: string;
  aadObjectId: string;
}

/** What an invoke was answered with, for the person who pressed: until the message is edited next. */
export interface View {
  channel: string;
  activityId: string;
  person: string;
  card?: Card;
  text?: string;
}
