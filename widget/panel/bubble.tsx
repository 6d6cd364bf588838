import type { ComponentChildren } from "preact";
import type { WidgetMessage } from "../../core/http/widget-protocol.ts";
import { clock } from "./clock.ts";
import { drawTree } from "./draw-tree.ts";
import { senderOf } from "./sender.ts";

interface BubbleProps {
  readonly message: WidgetMessage;
  readonly first: boolean;
  readonly last: boolean;
  readonly children: ComponentChildren;
}

export function Bubble({ message, first, last, children }: BubbleProps) {
  const { author, tree, text, sent_at } = message;
  const sender = senderOf(message);
  return (
    <div class={`turn ${author} ${first ? "first" : ""}`}>
      {first && author === "agent" && (
        <p class="sender" aria-hidden="true">
          <span class="avatar">{[...sender][0]}</span>
          {sender}
        </p>
      )}
      <div class="bubble" dir="auto">
        <span class="hidden">{sender}: </span>
        {tree === null || author === "visitor" ? <p>{text}</p> : drawTree(tree)}
      </div>
      {last && (
        <time class="small" dateTime={sent_at}>
          {clock(sent_at)}
        </time>
      )}
      {children}
    </div>
  );
}
