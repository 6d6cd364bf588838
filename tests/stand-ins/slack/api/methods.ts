import { isRecord } from "../../is-record.ts";
import { type Arguments, textArgument } from "./arguments.ts";
import { chatMethods } from "./chat.ts";
import { conversationMethods } from "./conversations.ts";
import { type ApiMethod, type Backstage, joinedChannel, messageOf } from "./method.ts";
import { RefusedCall } from "./refused-call.ts";

export const methods: ReadonlyMap<string, ApiMethod> = new Map(
  Object.entries<ApiMethod>({
    ...chatMethods,
    ...conversationMethods,
    "auth.test": {
      run: (_, { settings: { team, bot }, url }) => ({
        url: `${url()}/`,
        team: team.name,
        team_id: team.id,
        user: bot.name.toLowerCase(),
        user_id: bot.userId,
        bot_id: bot.botId,
        is_enterprise_install: false,
      }),
    },
    "users.info": { scope: "users:read", run: (args, backstage) => ({ user: memberOf(args, backstage) }) },
    "reactions.add": {
      scope: "reactions:write",
      run: (args, backstage) => {
        const channel = joinedChannel(args, backstage);
        const { ts } = messageOf(args, channel, backstage, "timestamp");
        const name = textArgument(args, "name");
        if (!name) throw new RefusedCall("invalid_name");
        if (channel.archived) throw new RefusedCall("is_archived");
        if (!backstage.workspace.react(channel.id, ts, name, backstage.settings.bot.userId))
          throw new RefusedCall("already_reacted");
        return {};
      },
    },
    "apps.connections.open": { token: "app", run: (_, { socketUrl }) => ({ url: socketUrl() }) },
    "views.open": {
      run: (args, { redeemTrigger, views }) => {
        redeemTrigger(textArgument(args, "trigger_id"));
        if (!isRecord(args.view)) throw new RefusedCall("invalid_arguments");
        const view = { id: `V${views.length + 1}`, state: { values: {} }, hash: `${Date.now()}`, ...args.view };
        views.push(view);
        return { view };
      },
    },
  }),
);

function memberOf(args: Arguments, { settings: { people, bot, team, scopes } }: Backstage) {
  const id = textArgument(args, "user");
  if (id === bot.userId)
    return { id, team_id: team.id, name: bot.name.toLowerCase(), real_name: bot.name, deleted: false, is_bot: true };
  const person = people.find((known) => known.id === id);
  if (person === undefined) throw new RefusedCall("user_not_found");
  const email = scopes.has("users:read.email") ? { email: person.email } : {};
  return {
    id,
    team_id: team.id,
    name: person.email.split("@")[0],
    real_name: person.name,
    deleted: false,
    is_bot: false,
    tz: "Europe/Lisbon",
    profile: { display_name: person.name, real_name: person.name, image_48: "", ...email },
  };
}
