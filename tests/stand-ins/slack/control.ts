import type { ServerResponse } from "node:http";
import { z } from "zod";
import { plainRules } from "../misbehaviour-shape.ts";
import { answerJson, type Controls } from "../serve-control.ts";
import type { Rule } from "./misbehaviour.ts";
import type { StandInSlack } from "./stand-in-slack.ts";

export function serveState(slack: StandInSlack, url: URL, response: ServerResponse): void {
  const only = url.searchParams.get("channel");
  answerJson(response, 200, {
    team: slack.team,
    bot: slack.bot,
    people: slack.people,
    channels: slack.channels().map((channel) => ({
      ...channel,
      messages: only === null || only === channel.id ? slack.everything(channel.id) : [],
    })),
    ephemerals: slack.ephemerals().filter(({ channel }) => only === null || only === channel),
  });
}

export const controls: Controls<StandInSlack> = {
  misbehave: (slack, body) => slack.misbehave(rule.parse(body)),
  behave: (slack) => slack.behave(),
  say: (slack, body) => slack.say(saying.parse(body)),
  click: (slack, body) => slack.click(press.parse(body)),
  command: (slack, body) => slack.command(command.parse(body)),
  channels: (slack, body) => slack.createChannel(channel.parse(body)),
  event: (slack, body) => slack.deliverEvent(event.parse(body).event),
  callbacks: (slack, body) => slack.sendCallbacksTo(callbacks.parse(body).url),
  disconnect: (slack) => slack.disconnectSockets(),
};

const delivery = {
  duplicate: z.boolean().optional(),
  delayMs: z.number().optional(),
  signing: z.enum(["good", "wrong", "missing", "stale"]).optional(),
};

const saying = z.strictObject({
  channel: z.string(),
  user: z.string().optional(),
  text: z.string(),
  threadTs: z.string().optional(),
});

const press = z.strictObject({
  channel: z.string(),
  ts: z.string(),
  actionId: z.string(),
  user: z.string().optional(),
  value: z.string().optional(),
  ...delivery,
});

const command = z.strictObject({
  command: z.string(),
  text: z.string().optional(),
  channel: z.string(),
  user: z.string().optional(),
  ...delivery,
});

const channel = z.strictObject({
  id: z.string().optional(),
  name: z.string(),
  isMember: z.boolean().optional(),
  isPrivate: z.boolean().optional(),
  archived: z.boolean().optional(),
});

const event = z.strictObject({ event: z.record(z.string(), z.unknown()) });
const callbacks = z.strictObject({ url: z.string().optional() });

const { when, plain } = plainRules(["event", "interaction", "command"]);

const rule: z.ZodType<Rule> = z.union([
  ...plain,
  z.strictObject({ ...when, how: z.literal("refuse"), error: z.string() }),
]);
