import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Advance, Advanced } from "../../../core/deliveries/outbox-store.ts";
import type { Work } from "../../../core/deliveries/work.ts";
import { createEscalate } from "../../../core/usecases/escalate.ts";
import { createHandle } from "../../../core/usecases/handle.ts";
import { ana } from "../../support/bell.ts";
import { homes } from "../../support/database.ts";
import { openIdleStorage } from "./open-storage.ts";

describe.each(homes)("the order of a lane on the %s database", (home) => {
  let idle: Awaited<ReturnType<typeof openIdleStorage>>;
  beforeAll(async () => {
    idle = await openIdleStorage(home);
    // It finds them in order by itself, and so hides whether anybody asked for that.
    await idle.sql`drop index delivery_unsettled`;
  });
  afterAll(() => idle.close());

  async function escalatedTwice() {
    const { conversations } = idle.storage;
    const now = () => new Date();
    const key = await idle.escalated();
    await createHandle(conversations, now).resolve(key, { by: ana, cause: "press", episode: 1 });
    await createEscalate(conversations, now, { alertsPerMinute: 1_000_000 })(key, "inline_cta", null);
    return key;
  }

  it("is that of the places, whichever delivery was stored first", async () => {
    const { chatbotId } = await escalatedTwice();
    const { outbox } = idle.storage;
    await idle.sql`update delivery set place = -place`;
    const { work } = await outbox.claim(chatbotId, await outbox.findDue(["bell"], [], 10));
    expect(work).toHaveLength(1);

    const given: string[] = [];
    let next: Advanced = work[0] ?? "lost";
    while (typeof next === "object") {
      const { event, effect }: Work["delivery"] = next.delivery;
      given.push(`episode ${"episode" in event && event.episode} ${effect}`);
      const settled = { work: next, state: "delivered", reason: null, ref: null, ms: 1, reached: true } as const;
      const asked: Advance = { lane: next.lane, settled };
      next = (await outbox.advance([asked])).get(asked) ?? "lost";
    }
    expect(given).toEqual(["episode 2 line", "episode 2 card", "episode 1 line", "episode 1 card"]);
    expect(next).toBe("done");
  });
});
