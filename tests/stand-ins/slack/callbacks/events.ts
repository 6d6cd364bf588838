import { randomBytes } from "node:crypto";
import type { Channel, Message } from "../message.ts";
import type { Settings } from "../settings.ts";
import type { Change, Workspace } from "../workspace.ts";
import type { Callback } from "./callback.ts";

export function eventCallback(event: Record<string, unknown>, { team, bot, verificationToken }: Settings): Callback {
  const id = `Ev${randomBytes(6).toString("hex").toUpperCase()}`;
  const payload = {
    token: verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: bot.appId,
    event,
    type: "event_callback",
    event_id: id,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${id}`,
  };
  const channel = typeof event.channel === "string" ? event.channel : undefined;
  return { kind: "event", channel, payload, body: JSON.stringify(payload), contentType: "application/json" };
}

/** The event that a change makes, if the bot may hear of it: it must be in the channel and hold the history scope. */
export function eventAbout(change: Change, workspace: Workspace, settings: Settings) {
  const channel = workspace.channel(change.channel);
  if (channel === undefined || !hears(channel, settings)) return undefined;
  const where = { channel: channel.id, channel_type: channel.isPrivate ? "group" : "channel" };
  switch (change.did) {
    case "posted":
      return { ...inEvent(change.message), ...where, event_ts: change.message.ts };
    case "changed":
      return {
        type: "message",
        subtype: "message_changed",
        hidden: true,
        message: inEvent(change.message),
        previous_message: inEvent(change.previous),
        ...where,
        ...now(workspace),
      };
    case "deleted":
      return {
        type: "message",
        subtype: "message_deleted",
        hidden: true,
        deleted_ts: change.previous.ts,
        previous_message: inEvent(change.previous),
        ...where,
        ...now(workspace),
      };
    default:
      return undefined;
  }
}

/** Replies to a message are counted in history, not in the message's own event. */
function inEvent({ reply_count, reply_users, reply_users_count, latest_reply, reactions, ...message }: Message) {
  return message;
}

function now(workspace: Workspace) {
  const ts = workspace.nextTs();
  return { ts, event_ts: ts };
}

function hears({ isMember, isPrivate }: Channel, { scopes }: Settings): boolean {
  return isMember && scopes.has(isPrivate ? "groups:history" : "channels:history");
}
