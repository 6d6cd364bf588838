import { type Chatbot, type Connection, type Finding, oneLine } from "../../core/index.ts";
import { teamsApp } from "./app.ts";
import type { Channels } from "./channels.ts";
import type { Connector, TeamsSdk } from "./connector.ts";
import { failureOf } from "./errors.ts";
import { plainWords } from "./plain-words.ts";
import { adapterName, workflows } from "./refs.ts";

interface Examined {
  readonly sdk: TeamsSdk;
  readonly connector: () => Promise<Connector>;
  readonly channels: Channels;
  readonly publicUrl: string;
}

/** Whether Microsoft takes the credentials, may come back, and still shows every connected channel. */
export function createExamine({ sdk, connector, channels, publicUrl }: Examined) {
  return async (signal: AbortSignal, chatbots: readonly Chatbot[]): Promise<readonly Finding[]> => {
    const credentials = await examineCredentials(signal);
    const back = examineWayBack();
    if (credentials.level === "broken") return [credentials, back];
    const connections = channelsOf(chatbots);
    return [credentials, back, ...(await Promise.all(connections.map((each) => examineChannel(each, signal))))];
  };

  async function examineCredentials(signal: AbortSignal): Promise<Finding> {
    try {
      await sdk.renewToken(signal);
      return { level: "ok", what: "Microsoft takes TEAMS_APP_ID and TEAMS_APP_PASSWORD." };
    } catch (error) {
      return ofFailure(error, null);
    }
  }

  function examineWayBack(): Finding {
    const url = `${publicUrl}${teamsApp.path}`;
    if (new URL(publicUrl).protocol === "https:") {
      return {
        level: "ok",
        what: `Teams is expected at ${url}: the same must stand at https://portal.azure.com → your Azure Bot → "Configuration" → "Messaging endpoint".`,
      };
    }
    return {
      level: "warning",
      what: `Teams cannot call ${url}: it calls public https addresses only, so neither buttons nor @Deskbell reach Deskbell.`,
      todo: 'Set PUBLIC_URL to a public https address, and the bot\'s "Messaging endpoint" at https://portal.azure.com accordingly.',
    };
  }

  async function examineChannel({ address, label }: Connection, signal: AbortSignal): Promise<Finding> {
    const teamId = await channels.teamOf(address);
    if (teamId === null) {
      return {
        level: "warning",
        what: `Teams: which team ${oneLine(label)} belongs to is not known, so it could not be looked at.`,
        todo: 'Write "@Deskbell connect" in the channel once more.',
      };
    }
    try {
      const { channel } = await (await connector()).channelName(teamId, address, signal);
      if (!channel) return broken(plainWords("channel_gone", label));
      return { level: "ok", what: `Teams: Deskbell is in ${oneLine(label)}.` };
    } catch (error) {
      return ofFailure(error, label);
    }
  }
}

/** Whether there is a flow behind it, only a post would show. */
export function examineWorkflow(url: string | null): readonly Finding[] {
  if (!url) return [];
  return [
    {
      level: "ok",
      what: `Teams: TEAMS_WORKFLOW_URL leads to ${new URL(url).host}; whether its flow is on shows with the next post.`,
    },
  ];
}

function channelsOf(chatbots: readonly Chatbot[]): readonly Connection[] {
  const ours = chatbots
    .flatMap(({ connections }) => connections)
    .filter(({ adapter, account }) => adapter === adapterName && account !== workflows);
  return [...new Map(ours.map((each) => [each.address, each])).values()];
}

function ofFailure(error: unknown, label: string | null): Finding {
  const failure = failureOf(error);
  if (failure.kind === "refused") return broken(plainWords(failure.why, label));
  return {
    level: "broken",
    what: `Teams could not be asked${label ? ` about ${oneLine(label)}` : ""}: ${failure.reason}.`,
    todo: "Look whether this machine reaches login.microsoftonline.com and smba.trafficmanager.net.",
  };
}

function broken(what: string): Finding {
  return { level: "broken", what };
}
