import type { WidgetMessage } from "../../core/http/widget-protocol.ts";
import type { ChatState, SystemLine } from "../client/chat-state.ts";

export type Entry =
  /** First and last of an unbroken run by the same sender. */
  | { readonly kind: "message"; readonly message: WidgetMessage; readonly first: boolean; readonly last: boolean }
  | { readonly kind: "line"; readonly line: SystemLine };

/** Messages and remarks in the order in which they happened. */
export function timeline({ messages, lines }: Pick<ChatState, "messages" | "lines">): Entry[] {
  const all = [...messages, ...lines].sort((a, b) => a.seq - b.seq);
  return all.map((entry, index) =>
    "kind" in entry
      ? { kind: "line", line: entry }
      : {
          kind: "message",
          message: entry,
          first: !sameSender(all[index - 1], entry),
          last: !sameSender(all[index + 1], entry),
        },
  );
}

function sameSender(other: WidgetMessage | SystemLine | undefined, message: WidgetMessage): boolean {
  return other !== undefined && "author" in other && other.author === message.author && other.name === message.name;
}
