import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Work } from "../../../core/deliveries/work.ts";
import { createEscalate } from "../../../core/usecases/escalate.ts";
import { createHandle } from "../../../core/usecases/handle.ts";
import type { ConversationKey } from "../../../core/usecases/ports.ts";
import { homes } from "../../support/database.ts";
import { openIdleStorage } from "./open-storage.ts";

describe.each(homes)("a lane in hand on the %s database", (home) => {
  let idle: Awaited<ReturnType<typeof openIdleStorage>>;
  beforeAll(async () => {
    idle = await openIdleStorage(home);
  });
  afterAll(() => idle.close());

  async function take({ chatbotId, conversationId }: ConversationKey): Promise<Work> {
    const { outbox } = idle.storage;
    const due = (await outbox.findDue(["bell"], [], 1_000)).filter(({ key }) => key.startsWith(conversationId));
    const [work] = (await outbox.claim(chatbotId, due)).work;
    if (!work) throw new Error("There was nothing to claim.");
    return work;
  }

  async function moveOn(work: Work) {
    const asked = {
      lane: work.lane,
      settled: { work, state: "delivered", reason: null, ref: null, ms: 1, reached: true },
    } as const;
    return (await idle.storage.outbox.advance([asked])).get(asked);
  }

  it("is another one when it was emptied and comes again: who held the first holds nothing", async () => {
    const key = await idle.escalated();
    const now = () => new Date();
    const former = await take(key);
    const second = await moveOn(former);
    if (typeof second !== "object") throw new Error("The line should come after the card.");
    expect(await moveOn(second)).toBe("done");

    const by = { name: "Ana", surface: "slack", externalId: "T1:U1" } as const;
    await createHandle(idle.storage.conversations, now).resolve(key, { by, cause: "press", episode: 1 });
    await createEscalate(idle.storage.conversations, now, { alertsPerMinute: 1_000_000 })(key, "inline_cta", null);
    const again = await take(key);
    expect(again.lane.key).toBe(former.lane.key);

    const late = { lane: former.lane, settled: null };
    expect((await idle.storage.outbox.advance([late])).get(late)).toBe("lost");
    expect(await moveOn(again)).toMatchObject({ delivery: { effect: "line", attempt: 1 } });
  });

  it("is let go of when it is held and in nobody's hand, but only at the second sight", async () => {
    const { liveness } = idle.storage;
    const work = await take(await idle.escalated());
    const { key } = work.lane;
    await idle.sql`update lane set claimed_at = now() - interval '30 seconds' where key = ${key}`;
    const holder = async () => (await idle.sql`select claimed_by from lane where key = ${key}`)[0]?.claimedBy ?? null;

    await liveness.renew([key]);
    // As when the list was read before the lane was claimed, and came to the database after it.
    await liveness.renew([]);
    expect(await holder()).toBe(liveness.instance);
    await liveness.renew([key]);
    await liveness.renew([]);
    expect(await holder()).toBe(liveness.instance);
    await liveness.renew([]);
    expect(await holder()).toBeNull();
  });

  it.skipIf(home === "embedded")("is not in the renewal's way while its first outcome is being settled", async () => {
    const { lane } = await take(await idle.escalated());
    await idle.sql.begin(async (tx) => {
      await tx`select 1 from lane where key = ${lane.key} for update`;
      await idle.storage.liveness.renew([lane.key]);
    });
  });
});
