import type { Outgoing } from "../client/chat-state.ts";
import type { Chat } from "../client/create-chat.ts";
import { texts } from "../texts.ts";

interface UnsentBubbleProps {
  readonly letter: Extract<Outgoing, { kind: "message" }>;
  readonly down: boolean;
  readonly chat: Chat;
}

export function UnsentBubble({ letter: { id, text, phase, why }, down, chat }: UnsentBubbleProps) {
  const words = {
    sending: down ? texts.waitingToSend : texts.sending,
    waiting: texts.waitingToSend,
    slowed: texts.slowed,
    refused: why === null ? texts.notSent : `${texts.notSent}: ${why}`,
  }[phase];
  return (
    <div class="turn visitor first unsent">
      <div class="bubble" dir="auto">
        <span class="hidden">{texts.you}: </span>
        <p>{text}</p>
      </div>
      <p class={phase === "refused" ? "small trouble" : "small"}>
        {words}
        {(down || phase !== "sending") && (
          <button type="button" class="link" onClick={() => chat.retry(id)}>
            {texts.retry}
          </button>
        )}
        {phase === "refused" && (
          <button type="button" class="link" onClick={() => chat.discard(id)}>
            {texts.discard}
          </button>
        )}
      </p>
    </div>
  );
}
