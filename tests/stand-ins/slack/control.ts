import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { parseJson } from "./api/arguments.ts";
import type { Rule } from "./misbehaviour.ts";
import { readBody } from "./read-body.ts";
import type { StandInSlack } from "./stand-in-slack.ts";

/** The same controls over HTTP, for another process and for the page: POST JSON to /_stand-in/<name>. */
export async function serveControl(
  slack: StandInSlack,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const control = controls[name];
  if (control === undefined || request.method !== "POST")
    return answer(response, 404, { error: `No control "${name}".` });
  // A form on some other page could not send this type without asking first.
  if (request.headers["content-type"]?.split(";")[0] !== "application/json")
    return answer(response, 415, { error: "Send application/json." });
  try {
    const body = (await readBody(request)).toString("utf8");
    answer(response, 200, (await control(slack, body === "" ? {} : parseJson(body))) ?? {});
  } catch (error) {
    answer(response, 400, { error: error instanceof Error ? error.message : String(error) });
  }
}

export function serveState(slack: StandInSlack, url: URL, response: ServerResponse): void {
  const only = url.searchParams.get("channel");
  answer(response, 200, {
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

export function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

type Control = (slack: StandInSlack, body: unknown) => unknown;

const controls: Record<string, Control> = {
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

const when = {
  methods: z.union([z.string(), z.array(z.string())]).optional(),
  callbacks: z.array(z.enum(["event", "interaction", "command"])).optional(),
  channel: z.string().optional(),
  skip: z.number().optional(),
  times: z.number().optional(),
  share: z.number().optional(),
  seed: z.number().optional(),
};

const rule: z.ZodType<Rule> = z.union([
  z.strictObject({ ...when, how: z.undefined().optional() }),
  z.strictObject({ ...when, how: z.literal("rate_limited"), retryAfter: z.number().nullable().optional() }),
  z.strictObject({
    ...when,
    how: z.enum(["server_error", "server_error_after_accepting"]),
    status: z.number().optional(),
  }),
  z.strictObject({
    ...when,
    how: z.enum([
      "html",
      "hang",
      "reset_before_accepting",
      "reset_after_accepting",
      "cut_after_accepting",
      "stall_after_accepting",
      "deliver_twice",
    ]),
  }),
  z.strictObject({ ...when, how: z.enum(["slow", "deliver_late"]), ms: z.number() }),
  z.strictObject({ ...when, how: z.literal("refuse"), error: z.string() }),
]);
