import { z } from "zod";
import type { EscalationDesk } from "../../core/index.ts";
import type { SlackClient } from "./client.ts";
import { failureOf } from "./errors.ts";
import { commandName } from "./methods.ts";
import type { People } from "./people.ts";
import { adapterName, channelAt } from "./refs.ts";
import { cutEscaped } from "./text.ts";

const Command = z.object({
  text: z.string().default(""),
  team_id: z.string().default(""),
  channel_id: z.string(),
  channel_name: z.string().default(""),
  user_id: z.string(),
  user_name: z.string().default(""),
  trigger_id: z.string().default(""),
});
type Command = z.infer<typeof Command>;

interface Wiring {
  readonly desk: EscalationDesk;
  readonly client: SlackClient;
  readonly people: People;
}

/** Answers /deskbell, to whoever typed it only. */
export type AnswerCommand = (body: unknown) => Promise<string>;

const help = [
  "*What I can do here*",
  `\`${commandName} connect\` – tell this channel when a visitor asks for a human (\`${commandName} connect Name\` if there are several chatbots)`,
  `\`${commandName} disconnect\` – stop telling this channel`,
  `\`${commandName} status\` – which chatbots this channel hears about`,
].join("\n");

export function createAnswerCommand({ desk, client, people }: Wiring): AnswerCommand {
  return async (body) => {
    const command = Command.parse(body);
    const [, verb = "", chatbot = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(command.text) ?? [];
    switch (verb.toLowerCase()) {
      case "connect":
        return connect(command, unquoted(chatbot));
      case "disconnect":
        return disconnect(command, unquoted(chatbot));
      case "status":
        return status(command);
      case "":
      case "help":
        return help;
      default:
        return `I do not know “${cutEscaped(verb, 80)}”.\n${help}`;
    }
  };

  async function connect(command: Command, chatbot: string): Promise<string> {
    if (!/^[CG]/.test(command.channel_id)) return "I can only be connected to a channel: type this in one.";
    if (!(await isMember(command.channel_id)))
      return `I am not in this channel yet. Type \`/invite @Deskbell\` first, then \`${commandName} connect\` again.`;
    const { kind, ...verdict } = await desk.connect(connectionAt(command, chatbot), await causeOf(command));
    if (!("chatbot" in verdict)) return unknown(chatbot, verdict.chatbots);
    const name = bold(verdict.chatbot.name);
    return kind === "already"
      ? `This channel is already connected to ${name}.`
      : `Done: when a visitor of ${name} asks for a human, this channel is told.`;
  }

  async function disconnect(command: Command, named: string): Promise<string> {
    const connected = await connectedHere(command);
    const names = connected.map(({ name }) => name);
    if (connected.length === 0) return "This channel is not connected to any chatbot.";
    if (!named && connected.length > 1) return `Which one? This channel is connected to ${list(names)}.`;
    const chatbot = named || connected[0]?.id || "";
    const { kind, ...verdict } = await desk.disconnect(connectionAt(command, chatbot), await causeOf(command));
    if (!("chatbot" in verdict)) return unknown(chatbot, verdict.chatbots);
    const name = bold(verdict.chatbot.name);
    return kind === "already"
      ? `This channel is not connected to ${name}, but to ${list(names)}.`
      : `Done: this channel is no longer told about ${name}. What is open stays open, in the dashboard too.`;
  }

  async function status(command: Command): Promise<string> {
    const connected = await connectedHere(command);
    if (connected.length === 0) return `This channel is not connected yet. Type \`${commandName} connect\`.`;
    return `This channel is told when a visitor of ${list(connected.map(({ name }) => name))} asks for a human.`;
  }

  async function connectedHere({ channel_id }: Command) {
    const connections = await desk.connections(adapterName, channelAt(channel_id));
    return connections.map(({ chatbot }) => chatbot);
  }

  /** Slack away or slow: connected all the same; a channel without the bot is noticed at the first delivery. */
  async function isMember(channel: string): Promise<boolean> {
    try {
      const info = await client.call("conversations.info", { channel }, AbortSignal.timeout(1500));
      return info.channel?.is_member !== false;
    } catch (error) {
      const failure = failureOf(error);
      return !(failure.kind === "refused" && failure.scope === "address");
    }
  }

  async function causeOf({ team_id: teamId, user_id: userId, user_name: handle, trigger_id }: Command) {
    return { by: await people({ teamId, userId, handle }), id: `slack:${teamId}:${trigger_id}` };
  }
}

function connectionAt({ channel_id, channel_name }: Command, chatbot: string) {
  const isNamed = channel_name !== "" && channel_name !== "privategroup";
  return {
    adapter: adapterName,
    ...channelAt(channel_id),
    chatbot: chatbot || null,
    label: isNamed ? `#${channel_name}` : `channel ${channel_id}`,
    relayMode: "two_way" as const,
  };
}

function unknown(wanted: string, chatbots: readonly { readonly name: string }[]): string {
  if (chatbots.length === 0) return "There is no chatbot yet.";
  return `There is no chatbot “${cutEscaped(wanted, 80)}”. There is ${list(chatbots.map(({ name }) => name))}.`;
}

function list(names: readonly string[]): string {
  return names.slice(0, 30).map(bold).join(", ");
}

function bold(name: string): string {
  return `*${cutEscaped(name, 80)}*`;
}

function unquoted(name: string): string {
  return name.replace(/^["“”'](.*)["“”']$/s, "$1").trim();
}
