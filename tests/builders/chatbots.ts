import { defaultSettings } from "../../core/domain/settings.ts";
import type { Chatbot, ChatbotId, Connection } from "../../core/index.ts";

export const firstChatbotId = "00000000-0000-4000-8000-000000000001" as ChatbotId;

export function aChatbot(with_: Partial<Chatbot> = {}): Chatbot {
  return {
    id: firstChatbotId,
    name: "Acme Shop",
    settings: defaultSettings,
    connections: [],
    recipients: [],
    endpoints: [],
    ...with_,
  };
}

export function aConnection(with_: Partial<Connection> = {}): Connection {
  return {
    adapter: "slack",
    account: "workspace",
    address: "C0SUPPORT1",
    label: "#support",
    relayMode: "two_way",
    ...with_,
  };
}
