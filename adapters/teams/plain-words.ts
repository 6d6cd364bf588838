/** Why nothing can be posted, for errors.ts to name and people to read. */
export type Broken =
  | "credentials"
  | "token_refused"
  | "not_registered"
  | "disabled"
  | "not_in_team"
  | "archived"
  | "channel_gone";

/** What happened, where ("Acme › Support", if it is known), and what to do. */
export function plainWords(why: Broken, label: string | null): string {
  return words[why](label ? `channel ${label}` : "channel that was connected");
}

const secretDead = () =>
  'Microsoft no longer accepts Deskbell\'s credentials: the client secret has expired or was revoked, or it belongs to another app. Create a new one at https://entra.microsoft.com → "App registrations" → your app → "Certificates & secrets", put it into TEAMS_APP_PASSWORD (check TEAMS_APP_ID and TEAMS_TENANT_ID, too) and restart Deskbell.';

const words: Readonly<Record<Broken, (channel: string) => string>> = {
  credentials: secretDead,
  token_refused: secretDead,
  not_registered: () =>
    'Microsoft does not know Deskbell\'s bot any longer: the Azure Bot was deleted, or its "Microsoft Teams" channel was switched off. Mend it at https://portal.azure.com → your Azure Bot → "Channels"; what waits is then posted.',
  disabled: () =>
    "Your Microsoft 365 administrator has blocked the Deskbell app. Ask for it to be allowed in the Teams admin center → Teams apps → Manage apps; what waits is then posted.",
  not_in_team: (channel) =>
    `Deskbell is no longer in the team of the ${channel}: somebody removed the app. Add it to the team again, then write "@Deskbell connect" in the channel; what waits is then posted.`,
  archived: (channel) =>
    `The ${channel}, or its team, is archived. Restore it, or connect another channel; what waits is then posted.`,
  channel_gone: (channel) =>
    `The ${channel} is gone from Teams: it, or its team, was deleted. Restore it, or connect another channel with "@Deskbell connect"; what waits is then posted.`,
};
