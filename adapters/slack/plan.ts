import { createChannelPlan } from "../../core/index.ts";
import { adapterName } from "./refs.ts";

/** What an event asks to be posted in the chatbot's connected channels. */
export const plan = createChannelPlan(adapterName);
