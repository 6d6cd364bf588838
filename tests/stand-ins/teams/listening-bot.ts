import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { listenOn } from "../listen-on.ts";
import { readBody } from "../read-body.ts";
import { sdkBot } from "./sdk-bot.ts";
import type { StandInTeamsOptions } from "./settings.ts";
import { startStandInTeams } from "./stand-in-teams.ts";

export interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (response: ServerResponse, heard: Heard) => void;

export const card = (...verbs: string[]) => ({
  type: "AdaptiveCard",
  version: "1.5",
  body: [{ type: "TextBlock", text: "Someone asks for a human" }],
  actions: verbs.map((verb) => ({
    type: "Action.Execute",
    title: verb,
    verb,
    data: { c: "conversation-1" },
    fallback: { type: "Action.Submit", title: verb, data: { verb, c: "conversation-1" } },
  })),
});

export const cardActivity = (content: object) => ({
  type: "message",
  summary: "Someone asks for a human",
  attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", content }],
});

/** A bot that hears what the stand-in tells it and answers as the test wants. */
export async function startListeningBot(options: StandInTeamsOptions = {}) {
  const heard: Heard[] = [];
  let answer: Answer = (response) => response.writeHead(200).end();
  const app = createServer(async (request, response) => {
    const entry = { headers: request.headers, body: (await readBody(request)).toString() };
    heard.push(entry);
    answer(response, entry);
  });
  const url = await listenOn(app, 0);
  const teams = await startStandInTeams({
    callbacksUrl: `${url}/adapters/teams/messages`,
    activityRetryDelaysMs: [10, 20],
    callbackTimeoutMs: 600,
    ...options,
  });
  const { id: team } = teams.createTeam({ name: "Support" });
  const { id: channel } = teams.createChannel({ name: "visitors" });
  const bot = sdkBot(teams);

  return {
    teams,
    team,
    channel,
    bot,
    heard,
    last: (): Heard => heard.at(-1) ?? { headers: {}, body: "{}" },
    answerWith(wanted: Answer): void {
      answer = wanted;
    },
    /** Posts a card with these buttons; its activity id. */
    async postCard(...verbs: string[]): Promise<string> {
      return (await bot.createThread(channel, cardActivity(card(...verbs)))).activityId;
    },
    async stop(): Promise<void> {
      await teams.stop();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}

export const json = (heard: Heard | undefined) => JSON.parse(heard?.body ?? "{}");
