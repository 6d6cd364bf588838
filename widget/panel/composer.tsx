import type { ComponentChildren } from "preact";
import type { maxMessageLength } from "../../core/http/widget-protocol.ts";
import { texts } from "../texts.ts";
import { Icon } from "./icon.tsx";

const limit: typeof maxMessageLength = 8_000;
const counterFrom = limit - 500;

interface ComposerProps {
  /** What stands in the field now; the field itself is the browser's. */
  readonly draft: string;
  onDraft(text: string): void;
  onSend(text: string): void;
  readonly children: ComponentChildren;
}

export function Composer({ draft, onDraft, onSend, children }: ComposerProps) {
  const text = draft.trim();
  const left = limit - text.length;
  const ready = text !== "" && left >= 0;

  const grow = (field: HTMLTextAreaElement) => {
    field.style.height = "0";
    field.style.height = `${field.scrollHeight + 2}px`;
    onDraft(field.value);
  };
  const send = (event: Event & { readonly currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const field = event.currentTarget.elements[0] as HTMLTextAreaElement;
    field.focus();
    if (!ready) return;
    onSend(text);
    field.value = "";
    grow(field);
  };
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLTextAreaElement }) => {
    // While an input method composes, Enter picks a word. Safari reports it as 229 only.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };

  return (
    <form class="composer" onSubmit={send}>
      <textarea
        rows={1}
        dir="auto"
        placeholder={texts.placeholder}
        aria-label={texts.message}
        aria-invalid={left < 0}
        enterkeyhint="send"
        onInput={(event) => grow(event.currentTarget)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="send" aria-label={texts.send} aria-disabled={!ready}>
        <Icon name="send" />
      </button>
      {text.length > counterFrom && (
        <p class={left < 0 ? "counter trouble" : "counter"} role="status">
          {left < 0 ? texts.charactersOver(-left) : texts.charactersLeft(left)}
        </p>
      )}
      {children}
    </form>
  );
}
