import type {
  AppsConnectionsOpenArguments,
  AppsConnectionsOpenResponse,
  AuthTestArguments,
  AuthTestResponse,
  ChatPostEphemeralArguments,
  ChatPostEphemeralResponse,
  ChatPostMessageArguments,
  ChatPostMessageResponse,
  ChatUpdateArguments,
  ChatUpdateResponse,
  ConversationsHistoryArguments,
  ConversationsHistoryResponse,
  ConversationsInfoArguments,
  ConversationsInfoResponse,
  ConversationsRepliesArguments,
  ConversationsRepliesResponse,
  UsersInfoArguments,
  UsersInfoResponse,
} from "@slack/web-api";

/** Every method of Slack's Web API that Deskbell calls: what it takes and what it answers. */
export interface Methods {
  "apps.connections.open": { takes: AppsConnectionsOpenArguments; answers: AppsConnectionsOpenResponse };
  "auth.test": { takes: AuthTestArguments; answers: AuthTestResponse };
  "chat.postMessage": { takes: ChatPostMessageArguments; answers: ChatPostMessageResponse };
  "chat.update": { takes: ChatUpdateArguments; answers: ChatUpdateResponse };
  "chat.postEphemeral": { takes: ChatPostEphemeralArguments; answers: ChatPostEphemeralResponse };
  "conversations.history": { takes: ConversationsHistoryArguments; answers: ConversationsHistoryResponse };
  "conversations.replies": { takes: ConversationsRepliesArguments; answers: ConversationsRepliesResponse };
  "conversations.info": { takes: ConversationsInfoArguments; answers: ConversationsInfoResponse };
  "users.info": { takes: UsersInfoArguments; answers: UsersInfoResponse };
}
export type Method = keyof Methods;

/** What the bot token must be allowed for each of them; public and private channels need a scope of their own. */
export const methodScopes = {
  // By the app-level token.
  "apps.connections.open": [],
  "auth.test": [],
  "chat.postMessage": ["chat:write"],
  "chat.update": ["chat:write"],
  "chat.postEphemeral": ["chat:write"],
  "conversations.history": ["channels:history", "groups:history"],
  "conversations.replies": ["channels:history", "groups:history"],
  "conversations.info": ["channels:read", "groups:read"],
  "users.info": ["users:read"],
} as const satisfies Record<Method, readonly string[]>;

/** Every event that Deskbell listens to, and the scopes that Slack asks for it. */
export const heardEvents = [
  { name: "channel_unarchive", scopes: ["channels:read"] },
  { name: "group_unarchive", scopes: ["groups:read"] },
  { name: "member_joined_channel", scopes: ["channels:read", "groups:read"] },
  { name: "message.channels", scopes: ["channels:history"] },
  { name: "message.groups", scopes: ["groups:history"] },
] as const;

export const commandName = "/deskbell";
const commandScope = "commands";

type Scope =
  | (typeof methodScopes)[Method][number]
  | (typeof heardEvents)[number]["scopes"][number]
  | typeof commandScope;

/** Every scope the bot token needs, each once. */
export const botScopes: readonly Scope[] = [
  ...new Set<Scope>([
    ...Object.values(methodScopes).flat(),
    ...heardEvents.flatMap(({ scopes }) => scopes),
    commandScope,
  ]),
].sort();
