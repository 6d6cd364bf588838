import { randomUUID } from "node:crypto";
import { parseJson } from "./api/arguments.ts";
import type { Callback, DeliveryOptions, Outcome } from "./callbacks/callback.ts";
import type { Deliveries } from "./callbacks/deliver.ts";
import type { ResponseUrls, Source } from "./callbacks/response-urls.ts";
import type { Triggers } from "./callbacks/triggers.ts";
import { isRecord } from "./is-record.ts";
import type { Journal } from "./journal.ts";
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
    const button = buttonIn(seen.blocks ?? [], press);
    if (button === undefined)
      throw new Error(`Message ${press.ts} in ${press.channel} has no button with action_id ${press.actionId}.`);
    const person = personOf(press.user);
    const source = { channel: press.channel, user: person.id, thread: seen.thread_ts };
    const payload = interaction(seen, button, person.id, { ...source, message: isPosted(seen) ? press.ts : undefined });
    journal.write({ did: "click", channel: press.channel, ts: press.ts, action: press.actionId, user: person.id });
    return deliveries.deliver(interactionCallback(press.channel, payload), press);
  }

  function interaction(seen: Message | Ephemeral, button: Block, user: string, source: Source) {
    const person = personOf(user);
    const { id: channel, name = "unknown" } = workspace.channel(source.channel) ?? { id: source.channel };
    const posted = isPosted(seen);
    return {
      type: "block_actions",
      token: settings.verificationToken,
      api_app_id: settings.bot.appId,
      team: { id: settings.team.id, domain: settings.team.domain },
      enterprise: null,
      is_enterprise_install: false,
      user: { id: user, username: handleOf(person.email), name: handleOf(person.email), team_id: settings.team.id },
      container: {
        type: "message",
        message_ts: seen.ts,
        channel_id: channel,
        is_ephemeral: !posted,
        ...(seen.thread_ts !== undefined && { thread_ts: seen.thread_ts }),
      },
      channel: { id: channel, name },
      ...(posted && { message: seen }),
      state: { values: {} },
      trigger_id: triggers.issue(),
      response_url: responses.issue(source),
      actions: [{ ...button, action_ts: workspace.nextTs() }],
    };
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
      user_name: handleOf(person.email),
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

function interactionCallback(channel: string, payload: Record<string, unknown>): Callback {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return { kind: "interaction", channel, payload, body, contentType: form };
}

function isPosted(seen: Message | Ephemeral): seen is Message {
  return "type" in seen;
}

function buttonIn(blocks: readonly Block[], { actionId, value }: Press): Block | undefined {
  const buttons = blocks.flatMap(({ block_id, elements, accessory }) =>
    [...(Array.isArray(elements) ? elements : []), accessory]
      .filter(isRecord)
      .map((element) => ({ ...element, block_id })),
  );
  return buttons.find(
    (button: Block) => button.action_id === actionId && (value === undefined || button.value === value),
  );
}

/** What a command is answered with at once: plain text or JSON, shown to whoever typed it. */
function answerIn({ status, body }: Outcome): Record<string, unknown> | undefined {
  if (status !== 200 || body === "") return undefined;
  const parsed = parseJson(body);
  const answer = isRecord(parsed) ? parsed : { text: typeof parsed === "string" ? parsed : body };
  return typeof answer.text === "string" || answer.blocks !== undefined ? answer : undefined;
}

function handleOf(email: string): string {
  return email.split("@")[0] ?? email;
}
