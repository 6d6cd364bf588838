import { cutText, type EscalationDesk, oneLine } from "../../core/index.ts";
import { type Activity, placeIn } from "./activity.ts";
import { teamsApp } from "./app.ts";
import type { Channels } from "./channels.ts";
import { causeOf } from "./people.ts";
import { adapterName, channelAt } from "./refs.ts";

interface Wiring {
  readonly desk: EscalationDesk;
  readonly channels: Channels;
  readonly tenantId: string;
  readonly labelFor: (teamId: string, channelId: string) => Promise<string>;
}

/** Answers "@Deskbell …", where it was said. */
export type AnswerCommand = (activity: Activity) => Promise<string>;

type Command = Activity & { readonly place: NonNullable<ReturnType<typeof placeIn>> };

export const help = [
  "What I can do here:",
  ...teamsApp.commands.map(({ verb, says }) => `@Deskbell ${verb} – ${says}`),
  "With several chatbots, name the one you mean: @Deskbell connect Name",
].join("\n");

export function createAnswerCommand({ desk, channels, tenantId, labelFor }: Wiring): AnswerCommand {
  return async (activity) => {
    const [, verb = "", named = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(saidIn(activity)) ?? [];
    const place = placeIn(activity);
    const isCommand = ["connect", "disconnect", "status"].includes(verb.toLowerCase());
    if (isCommand && !place) return "I can only be connected to a channel of a team: write this in one.";
    const chatbot = oneLine(named.replace(/^["“”'](.*)["“”']$/s, "$1"));
    const command = place && { ...activity, place };
    switch (command && verb.toLowerCase()) {
      case "connect":
        return command ? connect(command, chatbot) : help;
      case "disconnect":
        return command ? disconnect(command, chatbot) : help;
      case "status":
        return command ? status(command) : help;
      default:
        return verb === "" || verb.toLowerCase() === "help" ? help : `I do not know “${cutText(verb, 80)}”.\n${help}`;
    }
  };

  async function connect(command: Command, chatbot: string): Promise<string> {
    const { channelId, teamId } = command.place;
    const label = await labelFor(teamId, channelId);
    await channels.belongs(teamId, channelId);
    const { kind, ...verdict } = await desk.connect(connectionAt(channelId, chatbot, label), causeOf(command));
    if (!("chatbot" in verdict)) return unknown(chatbot, verdict.chatbots);
    const name = cutText(verdict.chatbot.name, 80);
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
    const { kind, ...verdict } = await desk.disconnect(
      connectionAt(command.place.channelId, chatbot, ""),
      causeOf(command),
    );
    if (!("chatbot" in verdict)) return unknown(chatbot, verdict.chatbots);
    const name = cutText(verdict.chatbot.name, 80);
    return kind === "already"
      ? `This channel is not connected to ${name}, but to ${list(names)}.`
      : `Done: this channel is no longer told about ${name}. What is open stays open, in the dashboard too.`;
  }

  async function status(command: Command): Promise<string> {
    const connected = await connectedHere(command);
    if (connected.length === 0) return "This channel is not connected yet. Write @Deskbell connect.";
    return `This channel is told when a visitor of ${list(connected.map(({ name }) => name))} asks for a human.`;
  }

  async function connectedHere({ place }: Command) {
    const connections = await desk.connections(adapterName, channelAt(tenantId, place.channelId));
    return connections.map(({ chatbot }) => chatbot);
  }

  function connectionAt(channelId: string, chatbot: string, label: string) {
    return {
      adapter: adapterName,
      ...channelAt(tenantId, channelId),
      chatbot: chatbot || null,
      label,
      relayMode: "two_way" as const,
    };
  }
}

/** What was said to us: without the mention, and without Teams' HTML entities. */
function saidIn({ text = "" }: Activity): string {
  return text
    .replace(/<at\b[^>]*>.*?<\/at>/gis, " ")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** Whether the bot itself was mentioned; with the RSC permission every message of the team comes in. */
export function isToUs({ entities, recipient, conversation }: Activity): boolean {
  if (conversation.conversationType === "personal") return true;
  return entities?.some(({ type, mentioned }) => type === "mention" && mentioned?.id === recipient.id) ?? false;
}

function unknown(wanted: string, chatbots: readonly { readonly name: string }[]): string {
  if (chatbots.length === 0) return "There is no chatbot yet.";
  return `There is no chatbot “${cutText(wanted, 80)}”. There is ${list(chatbots.map(({ name }) => name))}.`;
}

function list(names: readonly string[]): string {
  return names
    .slice(0, 30)
    .map((name) => `“${cutText(oneLine(name), 80)}”`)
    .join(", ");
}
