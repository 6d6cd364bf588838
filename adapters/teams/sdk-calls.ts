import type { BotConfig } from "./config.ts";
import type { Connector } from "./connector.ts";
import { SignInFailed } from "./errors.ts";
import type { Opened } from "./sdk-guard.ts";

/** Over plain HTTP no default exists. */
const callWithinMs = 15_000;

/** How calls go out: one try each. */
export function createConnector(opened: () => Promise<Opened>, bot: BotConfig): Connector {
  const within = (signal: AbortSignal) => ({ abortSignal: signal, timeout: callWithinMs });
  const ready = async (signal: AbortSignal) => {
    const there = await opened();
    await signIn(() => there.credentials.getToken(), signal);
    return there;
  };
  return {
    async post(channelId, activity, signal) {
      const { client } = await ready(signal);
      const answer = await client.conversations.createConversation(
        {
          isGroup: true,
          bot: { id: `28:${bot.appId}`, name: "Deskbell" },
          tenantId: bot.tenantId,
          channelData: { channel: { id: channelId }, tenant: { id: bot.tenantId } },
          activity,
        } as never,
        within(signal),
      );
      return idIn(answer.activityId);
    },
    async reply(conversationId, activity, signal) {
      const { client } = await ready(signal);
      return idIn((await client.conversations.sendToConversation(conversationId, activity, within(signal))).id);
    },
    async edit(conversationId, activityId, activity, signal) {
      const { client } = await ready(signal);
      const answer = await client.conversations.updateActivity(conversationId, activityId, activity, within(signal));
      if (/^\s*</.test(answer._response.bodyAsText)) throw new NotTeams();
    },
    async channelName(teamId, channelId, signal) {
      const { teams } = await ready(signal);
      const [team, list] = await Promise.all([
        teams.teams.fetchTeamDetails(teamId, within(signal)),
        teams.teams.fetchChannelList(teamId, within(signal)),
      ]);
      const channel = list.conversations?.find(({ id }) => id === channelId);
      // Teams gives its first channel no name.
      return { team: team.name ?? "", channel: channel ? channel.name || "General" : "" };
    },
  };
}

/** By itself, before the call: without a token nothing was sent. The SDK keeps it for the call; its own way to one heeds no signal. */
export async function signIn(getToken: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  let ended = () => {};
  const outOfTime = new Promise<never>((_resolve, reject) => {
    ended = () => reject(signal.reason);
  });
  signal.addEventListener("abort", ended);
  try {
    if (signal.aborted) ended();
    await Promise.race([getToken(), outOfTime]);
  } catch (cause) {
    throw new SignInFailed("Microsoft gave no token", { cause });
  } finally {
    signal.removeEventListener("abort", ended);
  }
}

/** A proxy's page of HTML passes for an answer in the SDK, one without anything in it. */
function idIn(answered: string | undefined): string {
  if (!answered) throw new NotTeams();
  return answered;
}

class NotTeams extends Error {
  override readonly name = "NotTeams";
}
