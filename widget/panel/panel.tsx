import type { ChatState } from "../client/chat-state.ts";
import type { Chat } from "../client/create-chat.ts";
import { launcherTexts, texts } from "../texts.ts";
import { humanIsAskedFor } from "./choices.ts";
import { Composer } from "./composer.tsx";
import { Icon } from "./icon.tsx";
import { MessageLog } from "./message-log.tsx";
import { StatusBar } from "./status-bar.tsx";

export interface PanelProps {
  readonly state: ChatState;
  readonly chat: Chat;
  readonly open: boolean;
  /** Fills the screen, so nothing else can be reached meanwhile. */
  readonly full: boolean;
  /** There is news further down. */
  readonly behind: boolean;
  readonly draft: string;
  onDraft(text: string): void;
  onSend(text: string): void;
  onEnd(): void;
  onClose(): void;
}

export function Panel({ state, chat, open, full, behind, draft, onDraft, onSend, onEnd, onClose }: PanelProps) {
  const { chatbot, status } = state;
  const name = chatbot?.name ?? texts.title;
  const trigger = chatbot?.show_escalation_cta ? "inline_cta" : "talk_to_human_link";
  const ask = () => chat.askForHuman(trigger);

  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    // Pages with one-letter shortcuts see the widget's tag as target, not the text field in it.
    event.stopPropagation();
    if (event.key === "Escape" && !event.isComposing) onClose();
    if (event.key === "Tab" && full) keepInside(event.currentTarget, event);
  };
  const keepToOurselves = (event: Event) => event.stopPropagation();

  return (
    <section
      class="panel"
      role="dialog"
      aria-modal={full}
      aria-labelledby="name"
      tabIndex={-1}
      hidden={!open}
      onKeyDown={onKeyDown}
      onKeyUp={keepToOurselves}
      onKeyPress={keepToOurselves}
    >
      <header>
        <span class="avatar" aria-hidden="true">
          {[...name][0]}
        </span>
        <div>
          <h2 id="name">{name}</h2>
          {status.state === "open" && status.claimed_by !== null ? texts.team : texts.assistant}
        </div>
        <button type="button" class="close" aria-label={launcherTexts.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <StatusBar state={state} onAsk={ask} />
      <MessageLog state={state} chat={chat} trigger={trigger} />
      {behind && (
        <button type="button" class="behind choice" onClick={onEnd}>
          {texts.newMessages}
        </button>
      )}
      <Composer draft={draft} onDraft={onDraft} onSend={onSend}>
        {chatbot?.show_escalation_cta === false && !humanIsAskedFor(state) && (
          <button type="button" class="link" onClick={ask}>
            {texts.talkToHuman}
          </button>
        )}
      </Composer>
    </section>
  );
}

function keepInside(section: HTMLElement, event: KeyboardEvent) {
  const stops = [...section.querySelectorAll<HTMLElement>("button,a,textarea,[tabindex='0']")];
  const here = (section.getRootNode() as ShadowRoot).activeElement;
  const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (here !== edge && !(event.shiftKey && here === section)) return;
  event.preventDefault();
  other?.focus();
}
