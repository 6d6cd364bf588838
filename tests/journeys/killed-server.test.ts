import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstChatbotId } from "../../core/main.ts";
import { startSlackPane } from "../stand-ins/demo/slack-pane.ts";
import { makeHome, type TestHome } from "../support/database.ts";
import { arrive } from "../support/visitor.ts";
import { compileServer } from "./support/compile-server.ts";
import { deskbellProcess } from "./support/deskbell-process.ts";

const rounds = 10;
/** With two a round, all of them stay below the 30 a minute at which alerts become a digest. */
const visitorsPerRound = 2;

describe("the embedded server, killed ten times with kill -9", () => {
  let server: Awaited<ReturnType<typeof compileServer>>;
  let office: Awaited<ReturnType<typeof startSlackPane>>;
  let home: TestHome;
  let deskbell: Awaited<ReturnType<typeof deskbellProcess>>;
  beforeAll(async () => {
    [server, office, home] = await Promise.all([compileServer(), startSlackPane(), makeHome("embedded")]);
    deskbell = await deskbellProcess(server.start, { ...home.env, ...office.env });
    office.meet(deskbell.url);
  });
  afterAll(async () => {
    await deskbell?.kill();
    await office?.stop();
    await home?.remove();
    await server?.remove();
  });

  it("has everything it acknowledged, and each acknowledged escalation has exactly one card", {
    timeout: 300_000,
  }, async () => {
    const rings: Ring[] = [];
    // What Slack has accepted is answered late, so that kills come between the two.
    office.slack.misbehave({ methods: "chat.postMessage", how: "slow", ms: 300 });
    for (let round = 0; round < rounds; round++) {
      await deskbell.start();
      const visitors = Array.from({ length: visitorsPerRound }, (_, n) =>
        ring(deskbell.url, `round ${round}, visitor ${n}`),
      );
      rings.push(...visitors);
      await Promise.all(visitors.map((visitor) => visitor.escalated));
      // From straight after the answer to when some cards are posted.
      await pause(round * 25);
      await deskbell.kill();
      await Promise.all(visitors.map((visitor) => visitor.over));
    }
    office.slack.behave();
    await deskbell.start();

    for (const { visitor, acknowledged } of rings) {
      const { conversation } = (await visitor()?.comesBack()) ?? {};
      const texts = conversation?.messages.filter(({ author }) => author === "visitor").map(({ text }) => text);
      expect(texts).toEqual(expect.arrayContaining([...acknowledged]));
      expect(new Set(texts).size).toBe(texts?.length);
      expect(conversation?.status).toMatchObject({ state: "open", episode: 1 });
    }

    const { slack, channel } = office;
    const cardsAbout = (question: string) =>
      slack.messages(channel).filter((card) => JSON.stringify(card.blocks).includes(question));
    const mirrored = (text: string) =>
      slack.everything(channel).filter((each) => each.thread_ts !== each.ts && each.text.endsWith(`Visitor: ${text}`));
    const later = rings.flatMap(({ acknowledged }) => acknowledged.slice(1));
    await slack.until(
      () =>
        rings.every(({ question }) => cardsAbout(question).length > 0) &&
        later.every((text) => mirrored(text).length > 0),
      120_000,
    );
    expect(rings.map(({ question }) => cardsAbout(question).length)).toEqual(rings.map(() => 1));
    expect(later.map((text) => mirrored(text).length)).toEqual(later.map(() => 1));
  });
});

interface Ring {
  readonly question: string;
  visitor(): Awaited<ReturnType<typeof arrive>> | null;
  /** What was answered with 201, in order. */
  readonly acknowledged: readonly string[];
  /** The human was asked for, and that was acknowledged. */
  readonly escalated: Promise<void>;
  /** The visitor went on writing until nobody answered. */
  readonly over: Promise<void>;
}

function ring(url: string, name: string): Ring {
  const question = `Can you help me? (${name})`;
  const acknowledged: string[] = [];
  let visitor: Awaited<ReturnType<typeof arrive>> | null = null;

  async function says(text: string): Promise<void> {
    if ((await visitor?.says(text))?.status === 201) acknowledged.push(text);
  }
  async function come(): Promise<void> {
    visitor = await arrive(url, firstChatbotId);
    await says(question);
    expect((await visitor.asksForHuman()).status).toBe(201);
  }

  const escalated = come();
  // The kill comes about now.
  const over = escalated.then(() => says(`And then? (${name})`)).catch(() => {});
  return { question, visitor: () => visitor, acknowledged, escalated, over };
}
