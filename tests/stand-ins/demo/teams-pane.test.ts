import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listenOn } from "../listen-on.ts";
import { readBody } from "../read-body.ts";
import { card, cardActivity } from "../teams/listening-bot.ts";
import { sdkBot } from "../teams/sdk-bot.ts";
import { startTeamsPane } from "./teams-pane.ts";

describe("the Teams of the demo", () => {
  let pane: Awaited<ReturnType<typeof startTeamsPane>>;
  let heard: { path: string | undefined; activity: Record<string, unknown> }[];
  let answers: (() => Promise<number>)[];
  const deskbell = createServer(async (request, response) => {
    heard.push({ path: request.url, activity: JSON.parse((await readBody(request)).toString()) });
    response.writeHead((await answers.shift()?.()) ?? 200).end();
  });

  beforeEach(async () => {
    heard = [];
    answers = [];
    pane = await startTeamsPane();
  });
  afterEach(async () => {
    await pane.stop();
    await new Promise((resolve) => deskbell.close(resolve));
  });

  const said = () => pane.teams.messages(pane.channel).map(({ text }) => text);
  const reply = async () => {
    const { conversation } = Object(heard.at(-1)?.activity);
    await sdkBot(pane.teams).conversations.sendToConversation(conversation.id, { type: "message", text: "Connected." });
    return 200;
  };

  it("asks to be connected until Deskbell has started and says that it is", async () => {
    answers = [async () => 503, async () => 404, reply];
    pane.meet(await listenOn(deskbell, 0));
    await pane.teams.until(() => pane.teams.everything(pane.channel).some(({ text }) => text === "Connected."));
    await pane.teams.settled();
    expect(said()).toEqual(["@Deskbell connect", "@Deskbell connect"]);
    expect(heard.map(({ path }) => path)).toEqual(Array(3).fill("/adapters/teams/messages"));
    expect(heard[0]?.activity.id).toBe(heard[1]?.activity.id);
  });

  it("counts a press that Deskbell took", async () => {
    answers = [reply];
    pane.meet(await listenOn(deskbell, 0));
    await pane.teams.until(() => pane.teams.everything(pane.channel).length === 2);
    const { activityId } = await sdkBot(pane.teams).createThread(pane.channel, cardActivity(card("resolve")));
    const [step] = pane.pane.steps;
    answers = [async () => 500];
    await pane.teams.press({ channel: pane.channel, activityId, verb: "resolve" });
    expect(step?.done()).toBe(false);
    await pane.teams.press({ channel: pane.channel, activityId, verb: "resolve" });
    expect(step?.done()).toBe(true);
  });
});
