import type { Cause, Destination, EscalationDesk } from "./adapter.ts";
import { cutText, oneLine } from "./phrases/text.ts";

/** Something typed in a channel, as its platform's adapter has read it. */
export interface ChannelCommand {
  readonly at: Destination;
  /** What people call the channel; asked for only when it is connected. */
  label(): string | Promise<string>;
  /** The chatbot that was named; "" for none. */
  readonly chatbot: string;
  cause(): Cause | Promise<Cause>;
}

/** How a platform writes these answers. */
export interface CommandScript {
  /** A chatbot's name, safe and set off. */
  name(name: string): string;
  /** What somebody else typed, or a reason: safe. */
  plain(text: string): string;
  /** How one types a command: "/deskbell connect". */
  typed(verb: string): string;
}

/** connect, disconnect and status, the same in every channel of every platform. null: it was answered when it came first. */
export function createChannelCommands(desk: EscalationDesk, adapter: string, { name, plain, typed }: CommandScript) {
  const list = (names: readonly string[]) => names.slice(0, 30).map(name).join(", ");
  const connectedAt = (at: Destination) => desk.connections(adapter, at);

  function unknown(wanted: string, chatbots: readonly { readonly name: string }[]): string {
    if (chatbots.length === 0) return "There is no chatbot yet.";
    return `There is no chatbot “${plain(cutText(oneLine(wanted), 80))}”. There is ${list(chatbots.map((each) => each.name))}.`;
  }

  function connectionOf({ at, chatbot }: ChannelCommand, label: string) {
    return { adapter, ...at, chatbot: chatbot || null, label, relayMode: "two_way" as const };
  }

  return {
    async connect(command: ChannelCommand): Promise<string | null> {
      const paused = (await connectedAt(command.at)).some((each) => each.paused !== null);
      const verdict = await desk.connect(connectionOf(command, await command.label()), await command.cause());
      if (verdict.kind === "repeated") return null;
      if (verdict.kind === "unknown") return unknown(command.chatbot, verdict.chatbots);
      const chatbot = name(verdict.chatbot.name);
      return [
        verdict.kind === "already"
          ? `This channel is already connected to ${chatbot}.`
          : `Done: when a visitor of ${chatbot} asks for a human, this channel is told.`,
        ...(paused ? ["What was held back is posted now."] : []),
        ...(verdict.waiting > 0 ? [whoWaits(verdict.waiting)] : []),
      ].join(" ");
    },

    async disconnect(command: ChannelCommand): Promise<string | null> {
      const connected = await connectedAt(command.at);
      const names = connected.map(({ chatbot }) => chatbot.name);
      if (!command.chatbot && connected.length > 1) return `Which one? This channel is connected to ${list(names)}.`;
      const chatbot = command.chatbot || (connected[0]?.chatbot.id ?? "");
      const verdict = await desk.disconnect(connectionOf({ ...command, chatbot }, ""), await command.cause());
      if (verdict.kind === "repeated") return null;
      if (connected.length === 0) return "This channel is not connected to any chatbot.";
      if (verdict.kind === "unknown") return unknown(chatbot, verdict.chatbots);
      return verdict.kind === "already"
        ? `This channel is not connected to ${name(verdict.chatbot.name)}, but to ${list(names)}.`
        : `Done: this channel is no longer told about ${name(verdict.chatbot.name)}. What is open stays open.`;
    },

    async status({ at }: Pick<ChannelCommand, "at">): Promise<string> {
      const connected = await connectedAt(at);
      if (connected.length === 0) return `This channel is not connected yet. Write ${typed("connect")}.`;
      const [reason] = connected.flatMap(({ paused }) => paused ?? []);
      const [lost] = connected.flatMap((each) => each.lost ?? []);
      return [
        `This channel is told when a visitor of ${list(connected.map(({ chatbot }) => chatbot.name))} asks for a human.`,
        ...(reason ? [`⚠️ But nothing is posted here just now: ${plain(reason)}`] : []),
        ...(lost && !reason ? [`⚠️ But the last escalation could not be shown here: ${plain(lost)}`] : []),
      ].join("\n");
    },
  };
}

function whoWaits(waiting: number): string {
  return waiting === 1
    ? "1 visitor was already waiting: the card follows."
    : `${waiting} visitors were already waiting: their cards follow.`;
}
