import { z } from "zod";
import type { Chatbot } from "../../domain/chatbot.ts";
import { DomainError } from "../../domain/errors.ts";
import type { ChatbotId } from "../../domain/ids.ts";
import type { RecipientStanding } from "../../queries/recipients.ts";
import { changeSettings } from "../../usecases/change-settings.ts";
import type { createLiftSilence } from "../../usecases/lift-silence.ts";
import * as protocol from "../api-protocol.ts";
import { type Operation, operation, type Param } from "./operation.ts";
import { viewRecipient } from "./views.ts";

export interface SettingsParts {
  readonly chatbot: (chatbotId: ChatbotId) => Promise<Chatbot | null>;
  readonly recipients: (chatbotId: ChatbotId) => Promise<readonly RecipientStanding[]>;
  readonly liftSilence: ReturnType<typeof createLiftSilence>;
  /** Open widgets are told. */
  readonly settingsChanged: (chatbotId: ChatbotId) => void;
}

const email: Param = {
  schema: z.string().min(3).max(254).meta({ format: "email" }),
  unknown() {
    throw new DomainError("recipient_not_found", "What the address names is not an e-mail address.");
  },
};

export function createSettingsOperations(parts: SettingsParts): readonly Operation[] {
  const { chatbot, recipients, liftSilence, settingsChanged } = parts;
  return [
    operation({
      method: "GET",
      path: "/settings",
      summary: "Look at the settings",
      scope: "settings:read",
      success: { status: 200, schema: protocol.settings },
      async act({ chatbotId }) {
        return { status: 200, body: (await chatbot(chatbotId))?.settings };
      },
    }),
    operation({
      method: "PATCH",
      path: "/settings",
      summary: "Change settings: what is given changes, the rest stays; open widgets show it within 3 seconds",
      scope: "settings:write",
      body: protocol.changeSettings,
      documentedBody: protocol.settings.partial(),
      success: { status: 200, schema: protocol.settings },
      async act({ chatbotId, body, commit }) {
        const answer = await commit(async (stores) => ({
          status: 200,
          body: await changeSettings(stores.settings, chatbotId, body),
        }));
        settingsChanged(chatbotId);
        return answer;
      },
    }),
    operation({
      method: "GET",
      path: "/recipients",
      summary: "List who is mailed about escalations, the owner first, and why somebody is not",
      scope: "settings:read",
      success: { status: 200, schema: protocol.recipients },
      async act({ chatbotId }) {
        return { status: 200, body: { recipients: (await recipients(chatbotId)).map(viewRecipient) } };
      },
    }),
    operation({
      method: "DELETE",
      path: "/recipients/{email}/silence",
      summary: "Mail a recipient again",
      scope: "settings:write",
      params: { email },
      success: { status: 204, schema: null },
      mayConflict: true,
      async act({ chatbotId, params }) {
        await liftSilence(chatbotId, params.email ?? "");
        return { status: 204 };
      },
    }),
  ];
}
