/** What Slack keeps and sends: the field names are those of its wire. */
export type Block = Record<string, unknown>;

export interface Metadata {
  event_type: string;
  event_payload?: Record<string, unknown>;
}

interface Reaction {
  name: string;
  users: string[];
  count: number;
}

export interface Message {
  type: "message";
  subtype?: string;
  ts: string;
  text: string;
  user?: string;
  bot_id?: string;
  app_id?: string;
  team?: string;
  client_msg_id?: string;
  thread_ts?: string;
  blocks?: Block[];
  metadata?: Metadata;
  edited?: { user: string; ts: string };
  reactions?: Reaction[];
  reply_count?: number;
  reply_users?: string[];
  reply_users_count?: number;
  latest_reply?: string;
}

export interface Ephemeral {
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks?: Block[];
  thread_ts?: string;
}

export interface Channel {
  id: string;
  name: string;
  isMember: boolean;
  isPrivate: boolean;
  archived: boolean;
}

export interface Person {
  id: string;
  name: string;
  email: string;
}
