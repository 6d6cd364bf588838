import { isRecord } from "../../is-record.ts";
import { threadId } from "../conversation-id.ts";
import type { Person } from "../message.ts";
import { badSyntax, type Content, contentOf } from "./activity-content.ts";
import { type ApiMethod, type Backstage, type Done, ownMessage, visiblePlace, writablePlace } from "./method.ts";
import { RefusedCall } from "./refused-call.ts";
import { type MethodName, wantedChannel } from "./route.ts";

/** https://github.com/microsoft/teams.net core/docs/CreateConversation-API-Behavior.md says what is refused, and how. */
const wrongParameters = () => badSyntax("Incorrect conversation creation parameters");

export const conversationMethods = {
  createConversation: {
    run: (_, body, backstage) => {
      if (!isRecord(body)) throw wrongParameters();
      checkTenant(body, backstage);
      checkBot(body, backstage);
      return body.isGroup === true ? createThread(body, backstage) : createChat(body, backstage);
    },
  },
  sendToConversation: {
    run: ({ conversation }, body, backstage) => {
      const place = writablePlace(conversation, backstage);
      return posted(contentOf(body), place, place.root, backstage);
    },
  },
  replyToActivity: {
    run: ({ conversation, activityId = "" }, body, backstage) => {
      const place = writablePlace(conversation, backstage);
      const content = contentOf(body);
      // Samples reply "to" made-up ids in threads, and Teams lets them: the thread is known without.
      const root =
        place.root ?? (place.kind === "chat" ? undefined : backstage.tenant.message(place.id, activityId)?.root);
      if (place.kind === "channel" && root === undefined)
        throw new RefusedCall({ status: 404, code: "ActivityNotFoundInConversation" });
      return posted(content, place, root, backstage);
    },
  },
  updateActivity: {
    run: (route, body, backstage) => {
      const place = writablePlace(route.conversation, backstage);
      const content = contentOf(body);
      const { activityId } = ownMessage(route, place, backstage);
      if (content === null) throw badSyntax("Only messages can be updated");
      backstage.tenant.edit(place.id, activityId, content);
      return { status: 200, body: { id: activityId } };
    },
  },
  deleteActivity: {
    run: (route, _, backstage) => {
      const place = writablePlace(route.conversation, backstage);
      backstage.tenant.remove(place.id, ownMessage(route, place, backstage).activityId);
      return { status: 200 };
    },
  },
  getMember: {
    run: ({ conversation, member }, _, backstage) => {
      visiblePlace(conversation, backstage);
      const person = backstage.settings.people.find(({ id, aadObjectId }) => id === member || aadObjectId === member);
      if (person === undefined) throw new RefusedCall({ status: 404, code: "MemberNotFoundInConversation" });
      return { status: 200, body: asMember(person, backstage) };
    },
  },
} satisfies Partial<Record<MethodName, ApiMethod>>;

function createThread(body: Record<string, unknown>, backstage: Backstage): Done {
  const channel = wantedChannel(body);
  if (channel === undefined || !isRecord(body.activity)) throw wrongParameters();
  const place = writablePlace(channel, backstage);
  const content = contentOf(body.activity);
  if (content === null || place.kind === "chat") throw wrongParameters();
  const { activityId } = backstage.tenant.post(place.id, { ...content, from: backstage.settings.bot });
  return { status: 201, body: { id: threadId(place.id, activityId), activityId } };
}

function createChat(body: Record<string, unknown>, backstage: Backstage): Done {
  const [member, another] = Array.isArray(body.members) ? body.members : [];
  const person = backstage.settings.people.find(({ id }) => id === Object(member).id);
  if (person === undefined || another !== undefined) throw wrongParameters();
  const content = body.activity === undefined ? null : contentOf(body.activity);
  const { id } = backstage.tenant.chatWith(person.id);
  if (content) backstage.tenant.post(id, { ...content, from: backstage.settings.bot });
  return { status: 201, body: { id } };
}

function posted(content: Content | null, place: { id: string }, root: string | undefined, backstage: Backstage): Done {
  const { tenant, settings } = backstage;
  if (root !== undefined && tenant.message(place.id, root) === undefined)
    throw new RefusedCall({ status: 404, code: "ConversationNotFound" });
  if (content === null) return { status: 201, body: {} };
  const thread = root === undefined ? {} : { root };
  const { activityId } = tenant.post(place.id, { ...content, from: settings.bot, ...thread });
  return { status: 201, body: { id: activityId } };
}

/** Without the tenant Teams refuses the token itself. */
function checkTenant({ tenantId, channelData }: Record<string, unknown>, { settings }: Backstage): void {
  const given = tenantId ?? Object(channelData).tenant?.id;
  if (given !== settings.tenantId)
    throw new RefusedCall({ status: 401, message: "Authorization has been denied for this request." });
}

/** It may be left out: the token says who calls. */
function checkBot({ bot }: Record<string, unknown>, { settings }: Backstage): void {
  if (bot !== undefined && Object(bot).id !== settings.bot.id) throw wrongParameters();
}

function asMember({ id, name, email, aadObjectId }: Person, { settings }: Backstage) {
  const [givenName, surname] = name.split(" ");
  const { tenantId } = settings;
  return { id, name, givenName, surname, email, userPrincipalName: email, tenantId, aadObjectId, userRole: "user" };
}
