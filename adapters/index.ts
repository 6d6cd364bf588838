import type { InstallAdapter } from "../core/index.ts";
import { installEmail } from "./email/index.ts";
import { installSlack } from "./slack/index.ts";
import { installTeams } from "./teams/index.ts";

/** Every adapter Deskbell has; those that are not configured stay away. */
export const adapters: readonly InstallAdapter[] = [installSlack, installTeams, installEmail];
