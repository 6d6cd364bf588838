import { createChannelCommands, cutText, type EscalationDesk, oneLine } from "../../core/index.ts";
import { type Activity, placeIn } from "./activity.ts";
import { teamsApp } from "./app.ts";
import type { Channels } from "./channels.ts";
import { causeOf } from "./people.ts";
import { adapterName, channelAt, refOf } from "./refs.ts";

interface Wiring {
  readonly desk: EscalationDesk;
  readonly channels: Channels;
  readonly tenantId: string;
  readonly labelFor: (teamId: string, channelId: string) => Promise<string | null>;
}

/** Answers "@Deskbell …", where it was said; null: it was answered before. */
export type AnswerCommand = (activity: Activity) => Promise<string | null>;

export const help = [
  "What I can do here:",
  ...teamsApp.commands.map(({ verb, says }) => `@Deskbell ${verb} – ${says}`),
  "With several chatbots, name the one you mean: @Deskbell connect Name",
].join("\n");

export function createAnswerCommand({ desk, channels, tenantId, labelFor }: Wiring): AnswerCommand {
  const commands = createChannelCommands(desk, adapterName, script);

  return async (activity) => {
    const [, verb = "", named = ""] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(saidIn(activity)) ?? [];
    const wanted = verb.toLowerCase();
    if (wanted === "" || wanted === "help") return help;
    if (!isCommand(wanted) && (await isUnderCard(activity))) return replyStaysHere;
    if (!isCommand(wanted)) return `I do not know “${cutText(verb, 80)}”.\n${help}`;
    const place = placeIn(activity);
    if (!place) return "I can only be connected to a channel of a team: write this in one.";
    const { teamId, channelId } = place;
    if (wanted === "connect") await channels.belongs(teamId, channelId);
    return commands[wanted]({
      at: channelAt(tenantId, channelId),
      label: async () => (await labelFor(teamId, channelId)) ?? "a channel in Microsoft Teams",
      chatbot: oneLine(named.replace(/^["“”'](.*)["“”']$/s, "$1")),
      cause: () => causeOf(activity),
    });
  };

  async function isUnderCard(activity: Activity): Promise<boolean> {
    const place = placeIn(activity);
    const [, root] = activity.conversation.id.split(";messageid=");
    return !!place && !!root && (await desk.find(adapterName, refOf(place.channelId, root))) !== null;
  }
}

const replyStaysHere =
  "I cannot pass this on: replies in Teams do not reach the visitor yet. Press “Open transcript” on the card to see the whole conversation.";

const script = {
  name: (name: string) => `“${cutText(oneLine(name), 80)}”`,
  plain: (text: string) => cutText(text, 1000),
  typed: (verb: string) => `@Deskbell ${verb}`,
};

function isCommand(verb: string): verb is "connect" | "disconnect" | "status" {
  return verb === "connect" || verb === "disconnect" || verb === "status";
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
