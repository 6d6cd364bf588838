import type { AppsManifestCreateArguments } from "@slack/web-api";
import { slackApp } from "../../adapters/slack/app.ts";

export type SlackManifest = AppsManifestCreateArguments["manifest"];

/** What Slack needs to know to create the app: exactly what the adapter uses. `http`: everything comes to one URL. */
export function slackManifest(mode: "http" | "socket", publicUrl: string): SlackManifest {
  const requestUrl = mode === "http" ? `${publicUrl.replace(/\/$/, "")}${slackApp.path}` : null;
  return {
    display_information: {
      name: "Deskbell",
      description: "Ring for a human: website visitors who need a person, as cards in your channel.",
      background_color: "#1b2a4e",
    },
    features: {
      bot_user: { display_name: "deskbell", always_online: true },
      slash_commands: [
        {
          command: slackApp.command,
          description: "Connect this channel to a chatbot, or see what it is connected to",
          usage_hint: "connect [chatbot] | disconnect [chatbot] | status | help",
          should_escape: false,
          ...(requestUrl && { url: requestUrl }),
        },
      ],
    },
    oauth_config: { scopes: { bot: [...slackApp.scopes] } },
    settings: {
      event_subscriptions: { bot_events: [...slackApp.events], ...(requestUrl && { request_url: requestUrl }) },
      interactivity: { is_enabled: true, ...(requestUrl && { request_url: requestUrl }) },
      org_deploy_enabled: false,
      socket_mode_enabled: mode === "socket",
      token_rotation_enabled: false,
    },
  };
}
