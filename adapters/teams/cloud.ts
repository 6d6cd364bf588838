/** Where Teams is. Only the demo and the tests know another one; no variable leads anywhere else. */
export interface TeamsCloud {
  /** Where posts go until Teams itself said where: it does with everything it sends. */
  readonly serviceUrl: string;
  isService(url: URL): boolean;
  isWorkflow(url: URL): boolean;
  /** Who signs what comes in, and where tokens are got; null: Microsoft. */
  readonly elsewhere: { readonly openIdMetadataUrl: string; readonly tokenUrl: string } | null;
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages */
const serviceHosts = [
  "smba.trafficmanager.net",
  "smba.infra.gcc.teams.microsoft.com",
  "smba.infra.gov.teams.microsoft.us",
  "smba.infra.dod.teams.microsoft.us",
];

const workflowHosts = [".logic.azure.com", ".api.powerplatform.com", ".logic.azure.us"];

export const microsoft: TeamsCloud = {
  serviceUrl: "https://smba.trafficmanager.net/teams/",
  isService: ({ protocol, hostname, port }) => protocol === "https:" && port === "" && serviceHosts.includes(hostname),
  isWorkflow: ({ protocol, hostname }) =>
    protocol === "https:" && workflowHosts.some((ending) => hostname.endsWith(ending)),
  elsewhere: null,
};
