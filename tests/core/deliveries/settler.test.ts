import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Advance, Advanced } from "../../../core/deliveries/outbox-store.ts";
import { createSettler } from "../../../core/deliveries/settler.ts";
import type { ChatbotId } from "../../../core/index.ts";

describe("Settling outcomes", () => {
  it("commits together what lanes settle while the last commit is under way", async () => {
    const commits: string[][] = [];
    const settler = createSettler({
      async advance(batch) {
        commits.push(batch.map(({ lane }) => lane.key));
        await sleep(20);
        return done(batch);
      },
    });
    const first = [ask("a", "1"), ask("a", "2")].map(settler.advance);
    await sleep(5);
    const later = [ask("b", "3"), ask("a", "4")].map(settler.advance);
    expect(await Promise.all([...first, ...later])).toEqual(["done", "done", "done", "done"]);
    expect(commits).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  it("does not hold up every chatbot for what is wrong with one", async () => {
    const settler = createSettler({
      async advance(batch) {
        if (batch.some(({ lane }) => lane.chatbotId === "broken")) throw new Error("Its rows are locked.");
        return done(batch);
      },
    });
    const settled = [ask("sound", "1"), ask("broken", "2"), ask("other", "3")].map(settler.advance);
    expect((await Promise.allSettled(settled)).map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
  });
});

function ask(chatbotId: string, key: string): Advance {
  const place = { adapter: "slack", account: "workspace", address: "channel" };
  return { lane: { chatbotId: chatbotId as ChatbotId, key, fence: 1, ...place }, settled: null };
}

function done(batch: readonly Advance[]): Map<Advance, Advanced> {
  return new Map(batch.map((each) => [each, "done"]));
}
