/** What is broken, and what an owner can do about it. */
export function plainWords(code: string, channel: string): string {
  if (/^restricted_action/.test(code))
    return `Slack does not let Deskbell write in ${channel} (${code}): somebody restricted who may post there. Allow the app in the channel's posting permissions, or connect another channel.`;
  return (words[code] ?? somethingElse)(channel, code);
}

type Words = (channel: string, code: string) => string;

const somethingElse: Words = (channel, code) =>
  `Slack refuses Deskbell's messages to ${channel} (${code}). Check the app at https://api.slack.com/apps, then connect the channel again.`;

const tokenDead: Words = (_channel, code) =>
  `Slack no longer accepts Deskbell's bot token (${code}): the app was removed from the workspace, or its token was revoked. Install the app again at https://api.slack.com/apps → your app → "Install App", put the new token into SLACK_BOT_TOKEN and restart Deskbell.`;

const mayNot: Words = (_channel, code) =>
  `Deskbell's Slack app lacks a permission (${code}). Paste manifests/slack into https://api.slack.com/apps → your app → "App Manifest", then press "Reinstall to Workspace".`;

const askAdmin: Words = (_channel, code) =>
  `The Slack organization blocks Deskbell's app (${code}). Ask a Slack administrator to approve it for this workspace.`;

const words: Readonly<Record<string, Words>> = {
  invalid_auth: tokenDead,
  not_authed: tokenDead,
  account_inactive: tokenDead,
  token_revoked: tokenDead,
  token_expired: tokenDead,
  missing_scope: mayNot,
  no_permission: mayNot,
  not_allowed_token_type: mayNot,
  team_access_not_granted: askAdmin,
  org_login_required: askAdmin,
  access_denied: askAdmin,
  ekm_access_denied: askAdmin,
  channel_not_found: (channel) =>
    `Slack does not show ${channel} to Deskbell: the channel was deleted, or it is private and Deskbell's bot was removed from it. Invite the bot in the channel with /invite @Deskbell, or connect another channel.`,
  not_in_channel: (channel) =>
    `Deskbell's bot is not in ${channel}. Invite it in the channel with /invite @Deskbell; what waits is then posted.`,
  is_archived: (channel) =>
    `The Slack channel ${channel} is archived. Unarchive it, or connect another channel; what waits is then posted.`,
  is_inactive: (channel) =>
    `The Slack channel ${channel} is frozen or archived. Unarchive it, or connect another channel; what waits is then posted.`,
};
