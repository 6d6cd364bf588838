/** Whose apps these will be; null where it is still unknown. */
export interface Identity {
  readonly publicUrl: string | null;
  /** The Entra application id of the bot. */
  readonly teamsAppId: string | null;
}

/** Throws with every problem at once. */
export function readIdentity(env: Readonly<Record<string, string | undefined>>): Identity {
  const publicUrl = env.PUBLIC_URL?.trim() || null;
  const teamsAppId = env.TEAMS_APP_ID?.trim().toLowerCase() || null;
  const problems = [
    publicUrl !== null &&
      !isWebAddress(publicUrl) &&
      "PUBLIC_URL must be an address like https://deskbell.your.company: Slack and Microsoft call no others.",
    teamsAppId !== null &&
      !isUuid(teamsAppId) &&
      'TEAMS_APP_ID must be an id like 01234567-89ab-cdef-0123-456789abcdef: "Application (client) ID" on the Overview of the app registration in the Microsoft Entra admin center.',
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return { publicUrl, teamsAppId };
}

/** What to set to get more than placeholders. */
export function whatIsMissing({ publicUrl, teamsAppId }: Identity): readonly string[] {
  return [
    publicUrl === null && "Set PUBLIC_URL to have your own address in them.",
    teamsAppId === null && "Set TEAMS_APP_ID to have your own bot in those for Teams.",
    (publicUrl === null || teamsAppId === null) && "With both, the packages to upload to Teams are built, too.",
  ].filter((line) => line !== false);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === "https:";
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) && !/^[0-]+$/.test(text);
}
