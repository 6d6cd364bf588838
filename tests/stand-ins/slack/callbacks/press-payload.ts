import { isRecord } from "../../is-record.ts";
import type { Block, Ephemeral, Message, Person } from "../message.ts";
import type { Settings } from "../settings.ts";

interface Pressed {
  readonly settings: Settings;
  readonly channel: { readonly id: string; readonly name: string };
  readonly person: Person;
  readonly seen: Message | Ephemeral;
  readonly button: Block;
  readonly actionTs: string;
  readonly triggerId: string;
  readonly responseUrl: string;
}

export function pressPayload(pressed: Pressed) {
  const { settings, channel, person, seen, button } = pressed;
  const handle = handleOf(person);
  return {
    type: "block_actions",
    token: settings.verificationToken,
    api_app_id: settings.bot.appId,
    team: { id: settings.team.id, domain: settings.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: person.id, username: handle, name: handle, team_id: settings.team.id },
    container: {
      type: "message",
      message_ts: seen.ts,
      channel_id: channel.id,
      is_ephemeral: !isPosted(seen),
      ...(seen.thread_ts !== undefined && { thread_ts: seen.thread_ts }),
    },
    channel,
    ...(isPosted(seen) && { message: seen }),
    state: { values: {} },
    trigger_id: pressed.triggerId,
    response_url: pressed.responseUrl,
    actions: [{ ...button, action_ts: pressed.actionTs }],
  };
}

/** The button, with the block_id of its block, as Slack sends it back. */
export function buttonIn({ blocks = [] }: Message | Ephemeral, actionId: string, value?: string): Block | undefined {
  const pressable = blocks.flatMap(({ block_id, elements, accessory }) =>
    [...(Array.isArray(elements) ? elements : []), accessory]
      .filter(isRecord)
      .map((item): Block => ({ ...item, block_id })),
  );
  return pressable.find((item) => item.action_id === actionId && (value === undefined || item.value === value));
}

export function isPosted(seen: Message | Ephemeral): seen is Message {
  return "type" in seen;
}

export function handleOf({ email }: Person): string {
  return email.split("@")[0] ?? email;
}
