import { teamsApp } from "../../adapters/teams/app.ts";
import { iconBackground } from "./icons.ts";
import type { TeamsIds } from "./ids.ts";

/** `basic`: Teams sends the bot what mentions it. `rsc`: by resource-specific consent, every message of the team's channels. */
export type TeamsVariant = "basic" | "rsc";

/** What Teams needs to know to install the app: exactly what the adapter uses. */
export function teamsManifest(variant: TeamsVariant, { appId, botId }: TeamsIds, publicUrl: string) {
  const home = publicUrl.replace(/\/$/, "");
  return {
    $schema: "https://developer.microsoft.com/json-schemas/teams/v1.19/MicrosoftTeams.schema.json",
    manifestVersion: "1.19",
    // One app: the package with RSC is an update of the basic one, and asks the team's owner for consent.
    version: variant === "basic" ? "1.0.0" : "1.1.0",
    id: appId,
    developer: { name: nameOf(home), websiteUrl: home, privacyUrl: home, termsOfUseUrl: home },
    name: { short: "Deskbell", full: "Deskbell: ring for a human" },
    description: {
      short: "Ring for a human: website visitors who need a person, as cards in your channel.",
      full: [...about, ...whatIsRead[variant]].join("\n\n"),
    },
    icons: { color: "color.png", outline: "outline.png" },
    accentColor: iconBackground,
    bots: [
      {
        botId,
        scopes: ["team"],
        supportsFiles: false,
        isNotificationOnly: false,
        commandLists: [
          {
            scopes: ["team"],
            commands: teamsApp.commands.map(({ verb, says }) => ({ title: verb, description: says })),
          },
        ],
      },
    ],
    ...(variant === "rsc" && {
      // Whatever it says, a resource is required: https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/grant-resource-specific-consent
      webApplicationInfo: { id: botId, resource: "https://RscBasedStoreApp" },
      authorization: {
        permissions: { resourceSpecific: [{ name: "ChannelMessage.Read.Group", type: "Application" }] },
      },
    }),
    validDomains: [],
  };
}

const about = [
  "When a visitor of your website asks for a human, Deskbell posts a card in your channel: what they asked, on which page, and how long they have been waiting. Claim it, resolve it or reopen it with its buttons; what is said on the website goes on in its thread.",
  "Write @Deskbell connect in a channel to begin. Deskbell runs on your own company's server.",
];

const whatIsRead: Readonly<Record<TeamsVariant, readonly string[]>> = {
  basic: ["Deskbell receives only messages that mention it. A reply in Teams is not passed on to the visitor yet."],
  rsc: [
    "With the permission ChannelMessage.Read.Group, Teams sends Deskbell every message of the channels of this team. Deskbell uses only the messages that mention it; it drops everything else at once and keeps none of it. A reply in Teams is not passed on to the visitor yet.",
  ],
};

/** Teams shows up to 32 characters of who made the app. */
function nameOf(home: string): string {
  const { hostname } = new URL(home);
  return hostname.length <= 32 ? hostname : "Deskbell";
}
