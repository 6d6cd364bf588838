import type { ServerResponse } from "node:http";
import { z } from "zod";
import { plainRules } from "../misbehaviour-shape.ts";
import { answerJson, type Controls } from "../serve-control.ts";
import type { Rule } from "./misbehaviour.ts";
import type { StandInTeams } from "./stand-in-teams.ts";

export function serveState(teams: StandInTeams, url: URL, response: ServerResponse): void {
  const only = url.searchParams.get("channel");
  const withMessages = <T extends { id: string }>(place: T) => ({
    ...place,
    messages: only === null || only === place.id ? teams.everything(place.id) : [],
  });
  answerJson(response, 200, {
    tenantId: teams.tenantId,
    bot: teams.bot,
    people: teams.people,
    teams: teams.teams(),
    channels: teams.channels().map(withMessages),
    chats: teams.chats().map(withMessages),
    views: teams.views().filter(({ channel }) => only === null || only === channel),
  });
}

const anything = z.record(z.string(), z.unknown());

const how = {
  duplicate: z.boolean().optional(),
  delayMs: z.number().optional(),
  insist: z.boolean().optional(),
  activity: anything.optional(),
  signing: z
    .union([
      z.enum([
        "good",
        "missing",
        "not_a_jwt",
        "unsigned",
        "wrong_key",
        "unknown_kid",
        "unendorsed_key",
        "key_of_another_channel",
        "wrong_audience",
        "wrong_issuer",
        "no_service_url",
        "other_service_url",
      ]),
      z.strictObject({ expiredMsAgo: z.number() }),
      z.strictObject({ notBeforeMs: z.number() }),
    ])
    .optional(),
};

const saying = z.strictObject({
  channel: z.string().optional(),
  personal: z.boolean().optional(),
  thread: z.string().optional(),
  user: z.string().optional(),
  text: z.string(),
  mention: z.boolean().optional(),
  ...how,
});

const pressing = {
  channel: z.string(),
  activityId: z.string(),
  verb: z.string(),
  inputs: anything.optional(),
  submit: z.boolean().optional(),
  rendering: anything.optional(),
  ...how,
};
const press = z.strictObject({ ...pressing, user: z.string().optional() });
const pressAtOnce = z.strictObject({ ...pressing, users: z.array(z.string()) });

const newTeam = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  hasBot: z.boolean().optional(),
});
const newChannel = z.strictObject({ id: z.string().optional(), team: z.string().optional(), name: z.string() });
const installation = z.strictObject({ team: z.string(), channel: z.string().optional(), ...how });
const team = z.strictObject({ team: z.string() });
const namedTeam = z.strictObject({ team: z.string(), name: z.string() });
const channel = z.strictObject({ channel: z.string() });
const namedChannel = z.strictObject({ channel: z.string(), name: z.string() });
const activity = z.strictObject({ activity: anything, how: z.strictObject(how).optional() });
const callbacks = z.strictObject({ url: z.string().optional(), serviceUrl: z.string().optional() });

const { when, plain } = plainRules(["invoke", "message", "update"]);

const rule: z.ZodType<Rule> = z.union([
  ...plain,
  z.strictObject({
    ...when,
    how: z.literal("refuse"),
    status: z.number(),
    code: z.string().optional(),
    message: z.string().optional(),
    subCode: z.string().optional(),
  }),
]);

export const controls: Controls<StandInTeams> = {
  misbehave: (teams, body) => teams.misbehave(rule.parse(body)),
  behave: (teams) => teams.behave(),
  revoke: (teams) => teams.revoke(),
  expireTokens: (teams) => teams.expireTokens(),
  callbacks: (teams, body) => {
    const { url, serviceUrl } = callbacks.parse(body);
    teams.sendCallbacksTo(url, serviceUrl);
  },
  say: (teams, body) => teams.say(saying.parse(body)),
  press: (teams, body) => teams.press(press.parse(body)),
  pressAtOnce: (teams, body) => {
    const { users, ...pressed } = pressAtOnce.parse(body);
    return teams.pressAtOnce(pressed, users);
  },
  activity: (teams, body) => {
    const sent = activity.parse(body);
    return teams.deliverActivity(sent.activity, sent.how);
  },
  teams: (teams, body) => teams.createTeam(newTeam.parse(body)),
  channels: (teams, body) => teams.createChannel(newChannel.parse(body)),
  addBot: (teams, body) => {
    const { team, ...rest } = installation.parse(body);
    return teams.addBot(team, rest);
  },
  removeBot: (teams, body) => {
    const { team, channel: _, ...rest } = installation.parse(body);
    return teams.removeBot(team, rest);
  },
  archiveTeam: (teams, body) => teams.archiveTeam(team.parse(body).team),
  unarchiveTeam: (teams, body) => teams.unarchiveTeam(team.parse(body).team),
  deleteTeam: (teams, body) => teams.deleteTeam(team.parse(body).team),
  restoreTeam: (teams, body) => teams.restoreTeam(team.parse(body).team),
  renameTeam: (teams, body) => {
    const given = namedTeam.parse(body);
    return teams.renameTeam(given.team, given.name);
  },
  addChannel: (teams, body) => teams.addChannel(newChannel.parse(body)),
  renameChannel: (teams, body) => {
    const given = namedChannel.parse(body);
    return teams.renameChannel(given.channel, given.name);
  },
  deleteChannel: (teams, body) => teams.deleteChannel(channel.parse(body).channel),
  restoreChannel: (teams, body) => teams.restoreChannel(channel.parse(body).channel),
};
