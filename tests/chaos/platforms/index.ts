import { email } from "./email.ts";
import type { Platform } from "./platform.ts";
import { slack } from "./slack.ts";
import { teams } from "./teams.ts";
import { webhooks } from "./webhooks.ts";

/** Every platform of the run; each chatbot is connected to all of them. */
export const platforms: readonly Platform[] = [slack, teams, email, webhooks];
