import { parseConversationId } from "../conversation-id.ts";
import type { AccessTokens } from "../identity/access-tokens.ts";
import type { Message } from "../message.ts";
import type { Settings } from "../settings.ts";
import type { Place, Tenant } from "../tenant.ts";
import type { RateLimits } from "./rate-limits.ts";
import { RefusedCall } from "./refused-call.ts";
import type { Route } from "./route.ts";

export interface Backstage {
  readonly settings: Settings;
  readonly tenant: Tenant;
  readonly tokens: AccessTokens;
  readonly rateLimits: RateLimits;
  readonly url: () => string;
}

export interface Done {
  readonly status: number;
  readonly body?: Record<string, unknown>;
}

export interface ApiMethod {
  /** Whether it may be called without an access token. */
  readonly open?: true;
  readonly run: (route: Route, body: unknown, backstage: Backstage) => Done;
}

/** The conversation of the call, if the bot may see it. */
export function visiblePlace(id: string | undefined, { tenant }: Backstage): Place & { readonly root?: string } {
  const { channel, root } = parseConversationId(id ?? "");
  if (!/^(19:.+@thread\.(tacv2|skype)|a:.+)$/.test(channel))
    throw new RefusedCall({ status: 400, code: "BadSyntax", message: "Bad format of conversation ID" });
  const place = tenant.place(channel);
  if (place === undefined) throw new RefusedCall({ status: 404, code: "ConversationNotFound" });
  if (place.kind === "channel") {
    if (place.team.deleted || place.channel.deleted)
      throw new RefusedCall({ status: 404, code: "ConversationNotFound" });
    if (!place.team.hasBot) throw new RefusedCall({ status: 403, code: "BotNotInConversationRoster" });
  }
  return root === undefined ? place : { ...place, root };
}

/** The same, if the bot may write there, and not too often. */
export function writablePlace(id: string | undefined, backstage: Backstage) {
  const place = visiblePlace(id, backstage);
  if (place.kind === "channel" && place.team.archived)
    throw new RefusedCall({
      status: 403,
      subCode: "MessageWritesBlocked",
      message: "Thread is blocked from message writes.",
    });
  backstage.rateLimits.count(place.id);
  return place;
}

/** The bot's own message that the call is about. */
export function ownMessage(
  { conversation, activityId }: Route,
  place: Place,
  { tenant, settings }: Backstage,
): Message {
  const message = tenant.message(place.id, activityId ?? "");
  const { root } = parseConversationId(conversation ?? "");
  if (message === undefined || message.deleted || (root !== undefined && message.root !== root))
    throw new RefusedCall({ status: 404, code: "ActivityNotFoundInConversation" });
  if (message.from.id !== settings.bot.id) throw new RefusedCall({ status: 403, code: "NotEnoughPermissions" });
  return message;
}
