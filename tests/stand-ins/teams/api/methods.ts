import { openIdConfiguration, openIdKeys } from "../identity/openid.ts";
import type { Team } from "../message.ts";
import { conversationMethods } from "./conversations.ts";
import type { ApiMethod, Backstage } from "./method.ts";
import { RefusedCall } from "./refused-call.ts";
import type { MethodName, Route } from "./route.ts";

export const methods = {
  ...conversationMethods,
  getTeam: {
    run: (route, _, backstage) => {
      const { id, name, aadGroupId } = visibleTeam(route, backstage);
      return { status: 200, body: { id, name, aadGroupId } };
    },
  },
  listChannels: {
    run: (route, _, backstage) => {
      const team = visibleTeam(route, backstage);
      const channels = backstage.tenant.channels().filter((channel) => channel.team === team.id && !channel.deleted);
      // Clients translate the name of the General channel themselves.
      const conversations = channels.map(({ id, name }) => ({ id, name: id === team.id ? null : name }));
      return { status: 200, body: { conversations } };
    },
  },
  token: { open: true, run: (_, form, { tokens }) => ({ status: 200, body: tokens.issue(Object(form)) }) },
  openIdConfiguration: { open: true, run: (_, __, { url }) => ({ status: 200, body: openIdConfiguration(url()) }) },
  openIdKeys: { open: true, run: () => ({ status: 200, body: openIdKeys() }) },
} satisfies Record<MethodName, ApiMethod>;

function visibleTeam({ team: id = "" }: Route, { tenant }: Backstage): Team {
  const team = tenant.team(id);
  if (team === undefined || team.deleted) throw new RefusedCall({ status: 404, code: "ConversationNotFound" });
  if (!team.hasBot) throw new RefusedCall({ status: 403, code: "BotNotInConversationRoster" });
  return team;
}
