import { type Chatbot, type Connection, type Finding, oneLine } from "../../core/index.ts";
import type { SlackClient } from "./client.ts";
import { failureOf } from "./errors.ts";
import { botScopes } from "./methods.ts";
import { plainWords } from "./plain-words.ts";
import { adapterName } from "./refs.ts";

interface Examined {
  readonly client: SlackClient;
  readonly apiUrl: string;
  readonly publicUrl: string;
  readonly now: () => Date;
  /** With the app-level token; null over HTTP. */
  readonly socketClient: SlackClient | null;
}

/** Slack's own clock and ours may differ by so much: five minutes away, its signatures are refused. */
const clockWarnMs = 60_000;

/** Whether Slack takes the tokens, may come back, and shows every connected channel. */
export function createExamine({ client, apiUrl, publicUrl, now, socketClient }: Examined) {
  return async (signal: AbortSignal, chatbots: readonly Chatbot[]): Promise<readonly Finding[]> => {
    const token = await examineToken(signal);
    const back = socketClient ? [await examineSocket(socketClient, signal)] : examineHttp();
    const clock = await examineClock(signal);
    if (token.level === "broken") return [token, ...back, ...clock];
    const connections = connectionsOf(chatbots);
    return [token, ...back, ...clock, ...(await Promise.all(connections.map((each) => examineChannel(each, signal))))];
  };

  async function examineToken(signal: AbortSignal): Promise<Finding> {
    try {
      const { team, response_metadata: metadata } = await client.call("auth.test", {}, signal);
      const granted = metadata?.scopes;
      const missing = granted ? botScopes.filter((scope) => !granted.includes(scope)) : [];
      if (missing.length > 0) return broken(`${plainWords("missing_scope", "Slack")} Missing: ${missing.join(", ")}.`);
      return { level: "ok", what: `Slack takes SLACK_BOT_TOKEN: workspace ${oneLine(team ?? "without a name")}.` };
    } catch (error) {
      return ofFailure(error, "Slack");
    }
  }

  /** An address for a socket is given to whoever may connect one; it is not used. */
  async function examineSocket(socket: SlackClient, signal: AbortSignal): Promise<Finding> {
    try {
      await socket.call("apps.connections.open", {}, signal);
      return { level: "ok", what: "Slack takes SLACK_APP_TOKEN: Socket Mode can connect." };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind !== "refused" && failure.kind !== "rejected") return ofFailure(error, "Slack");
      return {
        level: "broken",
        what: `Slack does not take SLACK_APP_TOKEN (${failure.kind === "refused" ? failure.code : failure.reason}): no button pressed in Slack reaches Deskbell.`,
        todo: 'Create one at https://api.slack.com/apps → your app → "Basic Information" → "App-Level Tokens", with the scope connections:write, and switch "Socket Mode" on.',
      };
    }
  }

  function examineHttp(): readonly Finding[] {
    const url = `${publicUrl}/adapters/slack/events`;
    if (new URL(publicUrl).protocol === "https:") {
      return [
        {
          level: "ok",
          what: `Slack is expected at ${url}; whether SLACK_SIGNING_SECRET is right shows with the first press.`,
        },
      ];
    }
    return [
      {
        level: "warning",
        what: `Slack cannot call ${url}: it calls https addresses only, so no button pressed in Slack reaches Deskbell.`,
        todo: "Set PUBLIC_URL to a public https address, or use Socket Mode (SLACK_APP_TOKEN), which needs none.",
      },
    ];
  }

  /** Over HTTP only: the socket's messages carry no signed time. */
  async function examineClock(signal: AbortSignal): Promise<readonly Finding[]> {
    if (socketClient) return [];
    const askedAt = now().getTime();
    const date = await fetch(`${apiUrl}api.test`, { method: "POST", signal }).then(
      (answer) => Date.parse(answer.headers.get("date") ?? ""),
      () => Number.NaN,
    );
    const off = Math.abs((askedAt + now().getTime()) / 2 - date);
    if (Number.isNaN(off) || off < clockWarnMs) return [];
    return [
      {
        level: off > 5 * 60_000 ? "broken" : "warning",
        what: `This machine's clock and Slack's are ${Math.round(off / 1_000)} s apart: from 300 s on nothing that Slack sends is believed.`,
        todo: "Let the machine set its clock by NTP (timedatectl set-ntp true).",
      },
    ];
  }

  async function examineChannel({ address, label }: Connection, signal: AbortSignal): Promise<Finding> {
    try {
      const { channel } = await client.call("conversations.info", { channel: address }, signal);
      if (channel?.is_archived) return broken(plainWords("is_archived", label));
      if (channel?.is_member === false) return broken(plainWords("not_in_channel", label));
      return { level: "ok", what: `Slack: Deskbell's bot is in ${oneLine(label)}.` };
    } catch (error) {
      return ofFailure(error, label);
    }
  }
}

function connectionsOf(chatbots: readonly Chatbot[]): readonly Connection[] {
  const ours = chatbots.flatMap(({ connections }) => connections).filter(({ adapter }) => adapter === adapterName);
  return [...new Map(ours.map((each) => [each.address, each])).values()];
}

function ofFailure(error: unknown, where: string): Finding {
  const failure = failureOf(error);
  if (failure.kind === "refused") return broken(plainWords(failure.code, where));
  return {
    level: "broken",
    what: `Slack could not be asked: ${failure.reason}.`,
    todo: "Look whether this machine reaches Slack (and SLACK_API_URL, if it is set).",
  };
}

function broken(what: string): Finding {
  return { level: "broken", what };
}
