import { assertNever } from "../domain/assert-never.ts";
import type { Assistant } from "./assistant.ts";
import type { AssistantConfig } from "./assistant-config.ts";
import { createDemoAssistant } from "./demo-assistant.ts";
import { createHttpAssistant } from "./http-assistant.ts";
import { createOpenAiAssistant } from "./openai-assistant.ts";

export function chooseAssistant(config: AssistantConfig): Assistant {
  switch (config.kind) {
    case "http":
      return createHttpAssistant(config);
    case "openai":
      return createOpenAiAssistant(config);
    case "demo":
      return createDemoAssistant();
    default:
      return assertNever(config);
  }
}
