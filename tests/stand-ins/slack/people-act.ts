import { randomUUID } from "node:crypto";
import { isRecord } from "../is-record.ts";
import type { Journal } from "../journal.ts";
import { parseJson } from "../parse-json.ts";
import type { DeliveryOptions, Outcome } from "./callbacks/callback.ts";
import type { Deliveries } from "./callbacks/deliver.ts";
import { buttonIn, handleOf, isPosted, pressPayload } from "./callbacks/press-payload.ts";
import type { ResponseUrls } from "./callbacks/response-urls.ts";
import type { Triggers } from "./callbacks/triggers.ts";
import type { Block, Ephemeral, Message } from "./message.ts";
import type { Settings } from "./settings.ts";
import { typedText } from "./typed-text.ts";
import type { Workspace } from "./workspace.ts";

export interface Say {
  channel: string;
  /** Default: the first of the people. */
  user?: string | undefined;
  text: string;
  threadTs?: string | undefined;
  blocks?: Block[] | undefined;
}

export interface Press extends DeliveryOptions {
  channel: string;
  /** Of the message, or of the ephemeral notice, that carries the button. */
  ts: string;
  actionId: string;
  user?: string | undefined;
  /** When several buttons share an action_id. */
  value?: string | undefined;
  /** Press the button as it stood in this earlier rendering. */
  rendering?: Message | undefined;
}

export interface Command extends DeliveryOptions {
  command: string;
  text?: string | undefined;
  channel: string;
  user?: string | undefined;
}

interface Stage {
  readonly settings: Settings;
  readonly workspace: Workspace;
  readonly deliveries: Deliveries;
  readonly triggers: Triggers;
  readonly responses: ResponseUrls;
  readonly journal: Journal;
}

/** What people do in Slack: write, press buttons, type commands. */
export function peopleAct({ settings, workspace, deliveries, triggers, responses, journal }: Stage) {
  const personOf = (user = settings.people[0]?.id ?? "U0") => {
    const known = settings.people.find(({ id }) => id === user);
    return known ?? { id: user, name: user, email: `${user.toLowerCase()}@acme.example` };
  };

  function say({ channel, user, text, threadTs, blocks }: Say): Message {
    const typed = typedText(text);
    const message = workspace.post(channel, {
      user: personOf(user).id,
      team: settings.team.id,
      client_msg_id: randomUUID(),
      text: typed.text,
      blocks: blocks ?? typed.blocks,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    });
    journal.write({ did: "say", channel, ts: message.ts, thread_ts: threadTs, text, user: message.user });
    return message;
  }

  async function click(press: Press): Promise<Outcome> {
    const seen = press.rendering ?? workspace.message(press.channel, press.ts) ?? ephemeralOf(press);
    if (seen === undefined) throw new Error(`There is no message ${press.ts} in channel ${press.channel}.`);
    const button = buttonIn(seen, press.actionId, press.value);
    if (button === undefined)
      throw new Error(`Message ${press.ts} in ${press.channel} has no button with action_id ${press.actionId}.`);
    const person = personOf(press.user);
    const payload = pressPayload({
      settings,
      channel: { id: press.channel, name: workspace.channel(press.channel)?.name ?? "unknown" },
      person,
      seen,
      button,
      actionTs: workspace.nextTs(),
      triggerId: triggers.issue(),
      responseUrl: responses.issue({
        channel: press.channel,
        user: person.id,
        thread: seen.thread_ts,
        message: isPosted(seen) ? press.ts : undefined,
      }),
    });
    journal.write({ did: "click", channel: press.channel, ts: press.ts, action: press.actionId, user: person.id });
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return deliveries.deliver({ kind: "interaction", channel: press.channel, payload, body, contentType: form }, press);
  }

  async function command({ command: name, text = "", channel, user, ...options }: Command): Promise<Outcome> {
    const person = personOf(user);
    const source = { channel, user: person.id };
    const payload = {
      token: settings.verificationToken,
      team_id: settings.team.id,
      team_domain: settings.team.domain,
      channel_id: channel,
      channel_name: workspace.channel(channel)?.name ?? "unknown",
      user_id: person.id,
      user_name: handleOf(person),
      command: name,
      text,
      api_app_id: settings.bot.appId,
      is_enterprise_install: "false",
      response_url: responses.issue(source),
      trigger_id: triggers.issue(),
    };
    journal.write({ did: "command", channel, command: name, text, user: person.id });
    const body = new URLSearchParams(payload).toString();
    const outcome = await deliveries.deliver({ kind: "command", channel, payload, body, contentType: form }, options);
    const answer = answerIn(outcome);
    if (answer !== undefined) responses.respond(source, answer);
    return outcome;
  }

  function ephemeralOf({ channel, ts }: Press): Ephemeral | undefined {
    return workspace.ephemerals().find((known) => known.channel === channel && known.ts === ts);
  }

  return { say, click, command };
}

const form = "application/x-www-form-urlencoded";

/** What a command is answered with at once: plain text or JSON, shown to whoever typed it. */
function answerIn({ status, body }: Outcome): Record<string, unknown> | undefined {
  if (status !== 200 || body === "") return undefined;
  const parsed = parseJson(body);
  const answer = isRecord(parsed) ? parsed : { text: typeof parsed === "string" ? parsed : body };
  return typeof answer.text === "string" || answer.blocks !== undefined ? answer : undefined;
}
