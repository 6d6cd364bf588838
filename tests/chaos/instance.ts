/** One Deskbell of the chaos run, as a process that may be killed at any moment. */
import { startDeskbell } from "../../core/main.ts";
import { chatbots } from "./chatbots.ts";
import { platforms } from "./platforms/index.ts";

const plenty = 1_000_000;

await startDeskbell({
  host: "127.0.0.1",
  chatbots: chatbots.map((chatbot) => ({
    ...chatbot,
    settings: Object.assign({}, ...platforms.map(({ settings }) => settings?.(chatbot))),
  })),
  adapters: platforms.flatMap(({ install }) => install(process.env) ?? []),
  alertsPerMinute: plenty,
  limits: {
    sessionsPerAddress: plenty,
    messagesPerVisitor: plenty,
    messagesPerAddress: plenty,
    streamsPerAddress: plenty,
  },
});
process.once("disconnect", () => process.exit());
process.send?.("ready");
