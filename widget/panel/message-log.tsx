import type { AskForHuman } from "../../core/http/widget-protocol.ts";
import type { ChatState } from "../client/chat-state.ts";
import type { Chat } from "../client/create-chat.ts";
import { texts } from "../texts.ts";
import { Bubble } from "./bubble.tsx";
import { choicesFor, followUpsOf, humanIsAskedFor } from "./choices.ts";
import { ReplyChoices } from "./reply-choices.tsx";
import { timeline } from "./timeline.ts";
import { UnsentBubble } from "./unsent-bubble.tsx";

interface MessageLogProps {
  readonly state: ChatState;
  readonly chat: Chat;
  readonly trigger: AskForHuman["trigger"];
}

/** Silent at first, so that the history is not read out; who mounts it gives it its voice. */
export function MessageLog({ state, chat, trigger }: MessageLogProps) {
  const { messages, outgoing, loaded, chatbot, connection } = state;
  const unsent = outgoing.filter((letter) => letter.kind === "message");
  const failed = state.assistantFailed !== null && messages.at(-1)?.seq === state.assistantFailed && !unsent.length;
  const followUps = followUpsOf(state);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div class="log" role="log" aria-label={texts.conversation} aria-live="off" tabIndex={0}>
      {loaded && messages.length + unsent.length === 0 && (
        <p class="welcome">
          <b>{texts.welcome}</b>
          {texts.welcomeMore}
        </p>
      )}
      {!loaded && connection === "connecting" && <p class="line">{texts.connecting}</p>}
      {timeline(state).map((entry) => {
        if (entry.kind === "line") {
          const { line } = entry;
          return (
            <p key={`${line.kind}${line.seq}`} class={`line ${line.kind}`} dir="auto">
              {line.kind === "joined" ? texts.joined(line.name) : (line.confirmation ?? chatbot?.confirmation_message)}
            </p>
          );
        }
        const { seq } = entry.message;
        return (
          <Bubble key={seq} {...entry}>
            <ReplyChoices
              choices={choicesFor(state, entry.message)}
              chatbot={chatbot}
              onPositive={() => chat.rate(seq)}
              onHelp={() => chat.askForHuman("inline_cta")}
            />
          </Bubble>
        );
      })}
      {unsent.map((letter) => (
        <UnsentBubble key={letter.id} letter={letter} down={connection === "down"} chat={chat} />
      ))}
      {failed && (
        <div class="failed">
          <b>{texts.assistantFailed}</b>
          <p>{humanIsAskedFor(state) ? texts.assistantFailedOpen : texts.assistantFailedOffer}</p>
          {!humanIsAskedFor(state) && (
            <button type="button" class="choice" onClick={() => chat.askForHuman(trigger)}>
              {chatbot?.request_help_label}
            </button>
          )}
        </div>
      )}
      {state.answering && (
        <p class="typing">
          <span class="hidden">{texts.typing}</span>
          <i />
          <i />
          <i />
        </p>
      )}
      {followUps.length > 0 && (
        <ul class="follow-ups" aria-label={texts.suggestions}>
          {followUps.map((suggestion) => (
            <li key={suggestion}>
              <button type="button" class="choice" dir="auto" onClick={() => chat.send(suggestion)}>
                {suggestion}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
