import type { WidgetChatbot } from "../../core/http/widget-protocol.ts";
import { texts } from "../texts.ts";
import type { Choices } from "./choices.ts";

interface ReplyChoicesProps {
  readonly choices: Choices | null;
  readonly chatbot: WidgetChatbot | null;
  onPositive(): void;
  onHelp(): void;
}

export function ReplyChoices({ choices, chatbot, onPositive, onHelp }: ReplyChoicesProps) {
  if (choices === null) return null;
  if (choices.rated) return <p class="small">{texts.thanks}</p>;
  return (
    <div class={choices.quiet ? "choices quiet" : "choices"}>
      <button type="button" class="choice" onClick={onPositive}>
        {chatbot?.positive_label}
      </button>
      {choices.help && (
        <button type="button" class="choice" onClick={onHelp}>
          {chatbot?.request_help_label}
        </button>
      )}
    </div>
  );
}
