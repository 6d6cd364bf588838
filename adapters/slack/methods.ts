import type {
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
export const eventScopes = {
  "message.channels": ["channels:history"],
  "message.groups": ["groups:history"],
  channel_unarchive: ["channels:read"],
  group_unarchive: ["groups:read"],
  member_joined_channel: ["channels:read", "groups:read"],
} as const;

export const commandName = "/deskbell";
export const commandScopes = ["commands"] as const;

/** Every scope the bot token needs, each once. */
export const botScopes: readonly string[] = [
  ...new Set([...Object.values(methodScopes).flat(), ...Object.values(eventScopes).flat(), ...commandScopes]),
].sort();
