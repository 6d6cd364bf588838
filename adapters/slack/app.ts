import { endpoint } from "./http-receiver.ts";
import { botScopes, commandName, heardEvents } from "./methods.ts";

/** What a Slack app must be set up with for this adapter: manifests/slack is made from it. */
export const slackApp = {
  path: `/adapters/slack${endpoint}`,
  command: commandName,
  events: heardEvents.map(({ name }) => name),
  scopes: botScopes,
} as const;
