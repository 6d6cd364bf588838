import { z } from "zod";
import { type ChannelCommand, createChannelCommands, type EscalationDesk } from "../../core/index.ts";
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

/** Answers /deskbell, to whoever typed it only; null: it was answered before. */
export type AnswerCommand = (body: unknown) => Promise<string | null>;

const help = [
  "*What I can do here*",
  `\`${commandName} connect\` – tell this channel when a visitor asks for a human (\`${commandName} connect Name\` if there are several chatbots)`,
  `\`${commandName} disconnect\` – stop telling this channel`,
  `\`${commandName} status\` – which chatbots this channel hears about`,
].join("\n");

export function createAnswerCommand({ desk, client, people }: Wiring): AnswerCommand {
  const commands = createChannelCommands(desk, adapterName, script);
  return async (body) => {
    const command = Command.parse(body);
    const [, verb = "", chatbot = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(command.text) ?? [];
    switch (verb.toLowerCase()) {
      case "connect":
        return connect(command, unquoted(chatbot));
      case "disconnect":
        return commands.disconnect(typedIn(command, unquoted(chatbot)));
      case "status":
        return commands.status(typedIn(command, ""));
      case "":
      case "help":
        return help;
      default:
        return `I do not know “${cutEscaped(verb, 80)}”.\n${help}`;
    }
  };

  async function connect(command: Command, chatbot: string): Promise<string | null> {
    if (!/^[CG]/.test(command.channel_id)) return "I can only be connected to a channel: type this in one.";
    if (!(await isMember(command.channel_id)))
      return `I am not in this channel yet. Type \`/invite @Deskbell\` first, then \`${commandName} connect\` again.`;
    return commands.connect(typedIn(command, chatbot));
  }

  function typedIn(command: Command, chatbot: string): ChannelCommand {
    const { channel_id, channel_name } = command;
    const isNamed = channel_name !== "" && channel_name !== "privategroup";
    return {
      at: channelAt(channel_id),
      label: () => (isNamed ? `#${channel_name}` : `channel ${channel_id}`),
      chatbot,
      cause: () => causeOf(command),
    };
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

const script = {
  name: (name: string) => `*${cutEscaped(name, 80)}*`,
  plain: (text: string) => cutEscaped(text, 1000),
  typed: (verb: string) => `\`${commandName} ${verb}\``,
};

function unquoted(name: string): string {
  return name.replace(/^["“”'](.*)["“”']$/s, "$1").trim();
}
