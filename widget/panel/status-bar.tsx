import type { ComponentChildren } from "preact";
import type { ChatState } from "../client/chat-state.ts";
import { texts } from "../texts.ts";
import { clock } from "./clock.ts";

interface StatusBarProps {
  readonly state: ChatState;
  onAsk(): void;
}

/** How things stand with the human, and with the line to the server. The region stands before it has words to say. */
export function StatusBar({ state, onAsk }: StatusBarProps) {
  return (
    <div class="bars" role="status">
      {state.refusal !== null ? (
        <p class="bar trouble">{texts.refused}</p>
      ) : (
        state.connection === "down" && <p class="bar trouble">{texts.down}</p>
      )}
      <Standing state={state} onAsk={onAsk} />
    </div>
  );
}

function Standing({ state, onAsk }: StatusBarProps): ComponentChildren {
  const { status, outgoing, connection } = state;
  const request = outgoing.find((letter) => letter.kind === "escalation");
  if (request?.phase === "refused")
    return <Bar tone="trouble" text={texts.askingRefused} action={texts.tryAgain} onAction={onAsk} />;
  if (request !== undefined) {
    const held = request.phase !== "sending" || connection === "down";
    return <Bar tone="waiting" text={held ? texts.askingAgain : texts.asking} />;
  }
  // Without a line to the server, nobody knows whether it still holds.
  if (connection === "down") return null;
  if (status.state === "resolved") {
    return (
      <Bar tone="resolved" text={texts.resolved(status.resolved_by)} action={texts.stillNeedHelp} onAction={onAsk} />
    );
  }
  if (status.state === "none") return null;
  if (status.claimed_by !== null) return <Bar tone="here" text={texts.here(status.claimed_by)} />;
  const since = status.escalated_at;
  return <Bar tone="waiting" text={texts.waiting} more={since === null ? "" : texts.waitingSince(clock(since))} />;
}

interface BarProps {
  readonly tone: "waiting" | "here" | "resolved" | "trouble";
  readonly text: string;
  readonly more?: string;
  readonly action?: string;
  onAction?(): void;
}

function Bar({ tone, text, more, action, onAction }: BarProps) {
  return (
    <p class={`bar ${tone}`}>
      <span class="dot" />
      <span>
        <b>{text}</b> {more}
      </span>
      {action && (
        <button type="button" class="link" onClick={onAction}>
          {action}
        </button>
      )}
    </p>
  );
}
