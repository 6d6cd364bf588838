import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { homes } from "../../support/database.ts";
import { type History, histories } from "./history/acts.ts";
import { holdPromises } from "./history/hold-promises.ts";
import { openRecords } from "./history/read-record.ts";
import { chatbots, openStage, type Played } from "./history/stage.ts";

/** Another seed for one run: HISTORY_SEED=7 npx vitest run tests/core/usecases */
const seed = Number(process.env.HISTORY_SEED ?? 20_260_419);
const runs = { server: 120, embedded: 20 };

const chosen = fc.tuple(fc.constantFrom(...chatbots), histories);

describe.skipIf(!homes.includes("server"))("a conversation on the server database", () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  let records: Awaited<ReturnType<typeof openRecords>>;
  beforeAll(async () => {
    stage = await openStage("server");
    records = await openRecords(stage.env);
  });
  afterAll(async () => {
    await records.close();
    await stage.close();
  });

  it("stands as its events say, whoever acts on it at the same time, and tells nobody twice", async () => {
    const history = fc.asyncProperty(chosen, async ([chatbot, rounds]) => {
      const played = await stage.play(rounds, chatbot.id);
      holdPromises(played, await records.read(played));
    });
    await fc.assert(history, {
      seed,
      numRuns: runs.server,
      interruptAfterTimeLimit: 40_000,
      markInterruptAsFailure: false,
    });
    expect(stage.lines.filter((line) => line.level === "error")).toEqual([]);
  }, 60_000);
});

describe("a conversation on the embedded database", () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  beforeAll(async () => {
    stage = await openStage("embedded");
  });
  afterAll(() => stage.close());

  it("stands as its events say, when the data is opened again", async () => {
    const all: { rounds: History; played: Played }[] = [];
    for (const [chatbot, rounds] of fc.sample(chosen, { seed, numRuns: runs.embedded })) {
      all.push({ rounds, played: await stage.play(rounds, chatbot.id) });
    }
    expect(stage.lines.filter((line) => line.level === "error")).toEqual([]);
    // Only one process may open an embedded database.
    await stage.stop();
    const records = await openRecords(stage.env);
    try {
      for (const { rounds, played } of all) {
        try {
          holdPromises(played, await records.read(played));
        } catch (cause) {
          throw new Error(`Seed ${seed}, history ${JSON.stringify(rounds)}`, { cause });
        }
      }
    } finally {
      await records.close();
    }
  }, 60_000);
});
