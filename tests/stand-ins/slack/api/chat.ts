import type { Message } from "../message.ts";
import type { Settings } from "../settings.ts";
import { type Arguments, flagArgument, textArgument } from "./arguments.ts";
import { checkEdit, contentOf, cutForPosting } from "./message-content.ts";
import { type ApiMethod, type Backstage, joinedChannel, messageOf, visibleChannel, writableChannel } from "./method.ts";
import { RefusedCall } from "./refused-call.ts";

export const chatMethods: Record<string, ApiMethod> = {
  "chat.postMessage": {
    scope: "chat:write",
    run: (args, backstage) => {
      const channel = writableChannel(args, backstage);
      const content = cutForPosting(contentOf(args));
      const thread = threadOf(args, channel.id, backstage);
      const message = backstage.workspace.post(channel.id, {
        ...asBot(backstage.settings),
        ...content,
        ...(thread !== undefined && { thread_ts: thread }),
        ...(thread !== undefined && flagArgument(args, "reply_broadcast") && { subtype: "thread_broadcast" }),
      });
      return { channel: channel.id, ts: message.ts, message };
    },
  },
  "chat.update": {
    scope: "chat:write",
    run: (args, backstage) => {
      const channel = writableChannel(args, backstage);
      const before = ownMessage(args, channel.id, backstage);
      const content = contentOf(args);
      checkEdit(content, before);
      const edited = { edited: { user: backstage.settings.bot.userId, ts: backstage.workspace.nextTs() } };
      // Slack marks an edit only when the text stands alone.
      const message = backstage.workspace.edit(channel.id, before.ts, { ...content, ...(!content.blocks && edited) });
      return { channel: channel.id, ts: message.ts, text: message.text, message };
    },
  },
  "chat.delete": {
    scope: "chat:write",
    run: (args, backstage) => {
      const channel = joinedChannel(args, backstage);
      const message = messageOf(args, channel, backstage);
      if (message.bot_id !== backstage.settings.bot.botId) throw new RefusedCall("cant_delete_message");
      backstage.workspace.remove(channel.id, message.ts);
      return { channel: channel.id, ts: message.ts };
    },
  },
  "chat.postEphemeral": {
    scope: "chat:write",
    run: (args, backstage) => {
      const channel = writableChannel(args, backstage);
      const user = textArgument(args, "user") ?? "";
      if (!backstage.settings.people.some(({ id }) => id === user)) throw new RefusedCall("user_not_in_channel");
      const { text, blocks } = contentOf(args);
      const thread = textArgument(args, "thread_ts");
      const { ts } = backstage.workspace.whisper({
        channel: channel.id,
        user,
        text,
        ...(blocks && { blocks }),
        ...(thread !== undefined && { thread_ts: thread }),
      });
      return { message_ts: ts };
    },
  },
  "chat.getPermalink": {
    run: (args, backstage) => {
      const channel = visibleChannel(args, backstage);
      const { ts } = messageOf(args, channel, backstage, "message_ts");
      return { channel: channel.id, permalink: `${backstage.url()}/?channel=${channel.id}&message=${ts}` };
    },
  },
};

export function asBot({ bot, team }: Settings) {
  return { user: bot.userId, bot_id: bot.botId, app_id: bot.appId, team: team.id };
}

function threadOf(args: Arguments, channel: string, { workspace }: Backstage): string | undefined {
  const thread = textArgument(args, "thread_ts");
  if (thread === undefined) return undefined;
  const parent = workspace.message(channel, thread);
  if (parent === undefined || (parent.thread_ts ?? thread) !== thread) throw new RefusedCall("cannot_reply_to_message");
  return thread;
}

function ownMessage(args: Arguments, channel: string, backstage: Backstage): Message {
  const message = backstage.workspace.message(channel, textArgument(args, "ts") ?? "");
  if (message === undefined) throw new RefusedCall("message_not_found");
  if (message.bot_id !== backstage.settings.bot.botId) throw new RefusedCall("cant_update_message");
  return message;
}
