import type { Chatbot } from "../domain/chatbot.ts";
import { emailKey } from "../domain/email-address.ts";
import { DomainError } from "../domain/errors.ts";
import type { ChatbotId } from "../domain/ids.ts";

interface SilenceStore {
  chatbot(chatbotId: ChatbotId): Promise<Chatbot | null>;
  lift(chatbotId: ChatbotId, email: string): Promise<boolean>;
}

/** Mail goes to a recipient again. What they chose for themselves is theirs to undo. */
export function createLiftSilence({ chatbot, lift }: SilenceStore) {
  return async (chatbotId: ChatbotId, email: string): Promise<void> => {
    const recipients = (await chatbot(chatbotId))?.recipients ?? [];
    const recipient = recipients.find((each) => emailKey(each.email) === emailKey(email));
    if (!recipient) {
      throw new DomainError(
        "recipient_not_found",
        "There is no recipient of this address. GET the list to see those there are.",
      );
    }
    if (recipient.silence === "preference") {
      throw new DomainError(
        "conflict",
        "They turned off all escalation mail for themselves (notify_escalation): only they can turn it on again.",
      );
    }
    await lift(chatbotId, recipient.email);
  };
}
