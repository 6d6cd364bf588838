import { parseConversationId } from "../conversation-id.ts";

export type MethodName =
  | "createConversation"
  | "sendToConversation"
  | "replyToActivity"
  | "updateActivity"
  | "deleteActivity"
  | "getMember"
  | "getTeam"
  | "listChannels"
  | "token"
  | "openIdConfiguration"
  | "openIdKeys";

/** What is asked, and what the path says about it. */
export interface Route {
  readonly method: MethodName;
  readonly conversation?: string;
  readonly activityId?: string;
  readonly member?: string;
  readonly team?: string;
}

export function routeOf(verb: string, path: string): Route | undefined {
  for (const [wanted, pattern, method] of routes) {
    const found = verb === wanted ? pattern.exec(path) : null;
    if (found === null) continue;
    const given = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { method, ...Object.fromEntries(given) };
  }
  return undefined;
}

/** The channel that a call is about. */
export function channelOf({ conversation, team }: Route, body: unknown): string | undefined {
  if (conversation !== undefined) return parseConversationId(conversation).channel;
  return team ?? wantedChannel(body);
}

/** The channel in which a new conversation is wanted. */
export function wantedChannel(body: unknown): string | undefined {
  const { channelData } = Object(body);
  const id = channelData?.channel?.id;
  return typeof id === "string" ? id : undefined;
}

const conversations = "^/teams/v3/conversations";
const routes: readonly (readonly [verb: string, pattern: RegExp, method: MethodName])[] = [
  ["POST", new RegExp(`${conversations}$`), "createConversation"],
  ["POST", new RegExp(`${conversations}/(?<conversation>[^/]+)/activities$`), "sendToConversation"],
  ["POST", new RegExp(`${conversations}/(?<conversation>[^/]+)/activities/(?<activityId>[^/]+)$`), "replyToActivity"],
  ["PUT", new RegExp(`${conversations}/(?<conversation>[^/]+)/activities/(?<activityId>[^/]+)$`), "updateActivity"],
  ["DELETE", new RegExp(`${conversations}/(?<conversation>[^/]+)/activities/(?<activityId>[^/]+)$`), "deleteActivity"],
  ["GET", new RegExp(`${conversations}/(?<conversation>[^/]+)/members/(?<member>[^/]+)$`), "getMember"],
  ["GET", /^\/teams\/v3\/teams\/(?<team>[^/]+)$/, "getTeam"],
  ["GET", /^\/teams\/v3\/teams\/(?<team>[^/]+)\/conversations$/, "listChannels"],
  ["POST", /^\/token$/, "token"],
  ["GET", /^\/openid\/\.well-known\/openidconfiguration$/, "openIdConfiguration"],
  ["GET", /^\/openid\/keys$/, "openIdKeys"],
];
