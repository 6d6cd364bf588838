import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Delivery, Outcome } from "../../../core/index.ts";
import { ana, ben, createBell, delivered } from "../../support/bell.ts";
import { homes } from "../../support/database.ts";
import { eventually, openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";

describe.each(homes)("the outbox on the %s database", (home) => {
  const bell = createBell();
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  let addresses = 0;
  const chatbots = Array.from({ length: 30 }, (_, index) => ({
    id: `00000000-0000-4000-8000-0000000000${index + 10}`,
    name: `Shop ${index}`,
  }));
  beforeAll(async () => {
    deskbell = await openDeskbell(home, {
      adapters: [bell.install],
      unreachedAfterMs: 700,
      alertsPerMinute: 1_000,
      chatbots,
    });
  });
  afterAll(() => deskbell.close());
  afterEach(() => bell.answers(delivered));

  /** A channel of its own, of a chatbot of its own unless it is given one. */
  async function ring(chatbotId = chatbots[addresses]?.id ?? "") {
    const address = `room-${home}-${addresses++}`;
    await bell.connect(address, chatbotId);
    const visitor = await arrive(deskbell.url, chatbotId);
    const of = { chatbotId, conversationId: visitor.session.conversation_id, episode: 1 } as Parameters<
      ReturnType<typeof bell.desk>["claim"]
    >[0];
    const log = () => deskbell.deliveryLog(of.chatbotId, of.conversationId);
    const here = async () => (await log()).filter((each) => each.address === address);
    const settled = () =>
      eventually(async () => (await here()).every((each) => !["pending", "sending"].includes(each.state)));
    return {
      address,
      visitor,
      of,
      here,
      settled,
      off: () =>
        bell
          .desk()
          .disconnect(
            { adapter: "bell", account: "tower", address, chatbot: chatbotId, label: "", relayMode: "two_way" },
            { by: ana, id: `off ${address}` },
          ),
    };
  }

  it("posts a card, then edits what it posted, and threads a line for each change, in order", async () => {
    const { address, visitor, of, settled, off } = await ring();
    await visitor.asksForHuman();
    await settled();
    await bell.desk().claim(of, { by: ana, id: "press 1" });
    await settled();
    await bell.desk().resolve(of, { by: ben, id: "press 2" });
    await settled();
    expect(bell.heardAt(address)).toEqual([
      "conversation.escalated card",
      "conversation.claimed card",
      "conversation.claimed line",
      "conversation.resolved card",
      "conversation.resolved line",
    ]);
    const [first, ...later] = bell.rung.filter((each) => each.destination.address === address);
    expect(first?.posted.card).toBeNull();
    expect(new Set(later.map((each) => each.posted.card))).toEqual(new Set([`card ${first?.id}`]));
    await off();
  });

  it("shows on a late card how things stand, and spares the cards behind it", async () => {
    const { address, visitor, of, here, settled, off } = await ring();
    bell.answers((delivery) =>
      delivery.destination.address === address ? { kind: "retry", reason: "away", afterMs: 300 } : delivered(delivery),
    );
    await visitor.asksForHuman();
    await eventually(() => bell.heardAt(address).length > 0);
    await visitor.says("Are you there?");
    await bell.desk().resolve(of, { by: ana, id: "press" });
    bell.answers(delivered);
    await settled();
    const card = bell.rung.findLast((each) => each.destination.address === address && each.effect === "card");
    expect(card?.notice?.escalation.status).toBe("resolved");
    expect((await here()).map((each) => `${each.eventType} ${each.effect} ${each.state}`)).toEqual([
      "conversation.escalated card delivered",
      "message.received message delivered",
      "conversation.resolved card superseded",
      "conversation.resolved line delivered",
    ]);
    await off();
  });

  it("keeps a lane in order while its first delivery is tried again", async () => {
    const { address, visitor, settled, here, off } = await ring();
    await visitor.asksForHuman();
    await settled();
    let failures = 2;
    bell.answers((delivery) =>
      delivery.destination.address === address && failures-- > 0
        ? { kind: "retry", reason: "busy", afterMs: 50 }
        : delivered(delivery),
    );
    await Promise.all([visitor.says("one"), visitor.says("two")]);
    await visitor.says("three");
    await settled();
    const texts = bell.rung
      .filter((each) => each.destination.address === address && each.effect === "message")
      .map((each) => (each.event.type === "message.received" ? each.event.message.text : ""));
    expect(texts.slice(-2).concat(texts[0] ?? "")).toContain("three");
    const places = (await here()).filter((each) => each.effect === "message").map((each) => each.attempts.length);
    expect(places[0]).toBe(3);
    expect(texts.at(-1)).toBe("three");
    expect(new Set(texts)).toEqual(new Set(["one", "two", "three"]));
    await off();
  });

  it("looks before sending again when an answer was lost, and counts the looks", async () => {
    const { address, visitor, settled, off } = await ring();
    const seen: (readonly [boolean, number])[] = [];
    bell.answers((delivery): Outcome => {
      if (delivery.destination.address !== address) return delivered(delivery);
      seen.push([delivery.uncertainSince !== null, delivery.looks]);
      if (seen.length === 1) return { kind: "ambiguous", reason: "no answer", lookAfterMs: 30 };
      if (seen.length === 2) return { kind: "ambiguous", reason: "not there", lookAfterMs: 30, after: "looked" };
      if (seen.length === 3) return { kind: "ambiguous", reason: "could not look", lookAfterMs: 30, after: "unable" };
      return delivered(delivery);
    });
    await visitor.asksForHuman();
    await settled();
    expect(seen).toEqual([
      [false, 0],
      [true, 0],
      [true, 1],
      [true, 1],
    ]);
    await off();
  });

  it("remains unsure while the platform asks for patience, and then looks before sending again", async () => {
    const { address, visitor, of, settled, here, off } = await ring();
    const other = await arrive(deskbell.url, of.chatbotId);
    const { conversation_id: others } = other.session;
    const unsure: boolean[] = [];
    let throttled = false;
    bell.answers((delivery): Outcome => {
      if (delivery.destination.address !== address) return delivered(delivery);
      if ("conversationId" in delivery.event && delivery.event.conversationId === others) {
        if (throttled) return delivered(delivery);
        throttled = true;
        return { kind: "retry", reason: "too many requests", afterMs: 2_500, scope: "address" };
      }
      unsure.push(delivery.uncertainSince !== null);
      return unsure.length === 1 ? { kind: "ambiguous", reason: "no answer", lookAfterMs: 400 } : delivered(delivery);
    });
    await visitor.asksForHuman();
    await eventually(() => unsure.length > 0);
    await other.asksForHuman();
    await settled();
    expect(unsure).toEqual([false, true]);
    expect((await here())[0]?.attempts.map((each) => each.reason)).toContain("The platform asked for patience.");
    await off();
  });

  it("leaves a destination alone that asks for it for long, with all that is for it, until somebody says that it may go", async () => {
    const { address, visitor, of, settled, here, off } = await ring();
    const other = await arrive(deskbell.url, of.chatbotId);
    bell.answers((delivery) =>
      delivery.destination.address === address
        ? { kind: "retry", reason: "HTTP 429", afterMs: 3_000_000, scope: "address" }
        : delivered(delivery),
    );
    await visitor.asksForHuman();
    await eventually(async () => (await here())[0]?.attempts.length === 1);
    const others = async () =>
      (await deskbell.deliveryLog(of.chatbotId, other.session.conversation_id)).filter(
        (each) => each.address === address,
      );
    await other.asksForHuman();
    bell.answers(delivered);
    // Long enough for several polls.
    await new Promise((resolve) => setTimeout(resolve, 2_300));
    expect(bell.heardAt(address)).toEqual(["conversation.escalated card"]);
    expect((await others()).map(({ state, attempts }) => [state, attempts.length])).toEqual([["pending", 0]]);
    await bell.desk().resume("bell", { account: "tower", address });
    await settled();
    await eventually(async () => (await others()).every(({ state }) => state === "delivered"));
    expect(bell.heardAt(address)).toHaveLength(3);
    expect((await here())[0]?.attempts.map(({ outcome }) => outcome)).toEqual(["retry", "delivered"]);
    await off();
  });

  it("believes the platform's own receipt instead of sending again", async () => {
    const { address, visitor, of, settled, off } = await ring();
    const calls: Delivery[] = [];
    bell.answers((delivery) => {
      if (delivery.destination.address !== address) return delivered(delivery);
      calls.push(delivery);
      return calls.length === 1 ? { kind: "ambiguous", reason: "no answer", lookAfterMs: 60_000 } : delivered(delivery);
    });
    await visitor.asksForHuman();
    const [first] = await eventually(() => calls.length > 0 && calls);
    const id = first?.id;
    if (!id) throw new Error("nothing was sent");
    expect(await bell.desk().confirm("bell", { account: "tower", address: "elsewhere" }, id, "seen 1")).toBe(false);
    expect(await bell.desk().confirm("bell", { account: "tower", address }, id, "seen 1")).toBe(true);
    await settled();
    expect(calls).toHaveLength(1);
    expect(await bell.desk().find("bell", "seen 1")).toEqual(of);
    await off();
  });

  describe("two cards of one episode", () => {
    /** A card whose answer was lost, and one more that was sent then: `first` is not known to anybody. */
    async function aCopy() {
      const here = await ring();
      const calls = () => bell.rung.filter((each) => each.destination.address === here.address);
      bell.answers((delivery) =>
        delivery.destination.address === here.address && calls().length === 1
          ? { kind: "ambiguous", reason: "no answer", lookAfterMs: 30 }
          : delivered(delivery),
      );
      await here.visitor.asksForHuman();
      const [posting] = await eventually(async () => calls().length > 1 && calls());
      if (!posting) throw new Error("nothing was sent");
      await here.settled();
      const { id } = posting;
      const press = (ref: string) =>
        bell.desk().confirm("bell", { account: "tower", address: here.address }, id, ref, here.of);
      const copies = () => calls().filter(({ effect }) => effect === "copy");
      return { ...here, id, press, calls, copies, card: `card ${id}` };
    }

    it("become one: that which comes to light later is told so, with the card as it is now", async () => {
      const { press, copies, card, settled, off } = await aCopy();
      expect(await press("first")).toBe(true);
      await eventually(() => copies().length > 0);
      await settled();
      expect(copies()).toMatchObject([
        { effect: "copy", posted: { card, message: "first" }, notice: { escalation: { episode: 1 } } },
      ]);
      expect(await bell.desk().find("bell", "first")).toBeNull();
      await off();
    });

    it("leave every later change to the card that is known", async () => {
      const { press, copies, calls, card, of, settled, off } = await aCopy();
      await press("first");
      await eventually(() => copies().length > 0);
      await bell.desk().resolve(of, { by: ben, id: `resolve ${of.conversationId}` });
      await settled();
      const changes = calls().filter(({ event }) => event.type === "conversation.resolved");
      expect(changes.map(({ effect, posted }) => [effect, posted.card])).toEqual([
        ["card", card],
        ["line", card],
      ]);
      await off();
    });

    it("are told so again when the copy is pressed again, for that showed it as it was; at once only once", async () => {
      const { press, copies, settled, off } = await aCopy();
      await Promise.all([press("first"), press("first")]);
      await eventually(() => copies().length > 0);
      await settled();
      const before = copies().length;
      await press("first");
      await eventually(() => copies().length > before);
      await settled();
      expect(copies()).toHaveLength(before + 1);
      await off();
    });

    it("are tried again until the copy is told, also when it is not known whether it was", async () => {
      const { press, copies, here, settled, off } = await aCopy();
      bell.answers((delivery) => {
        if (delivery.effect !== "copy" || copies().length > 2) return delivered(delivery);
        if (copies().length === 2) return { kind: "retry", reason: "busy", afterMs: 10 };
        return { kind: "ambiguous", reason: "no answer", lookAfterMs: 10 };
      });
      await press("first");
      await eventually(() => copies().length > 2);
      await settled();
      expect(copies()).toHaveLength(3);
      expect((await here()).filter(({ effect }) => effect === "copy")).toMatchObject([{ state: "delivered" }]);
      await off();
    });

    it("become one also when a press tells of the first while the second is on its way", async () => {
      const { address, visitor, of, settled, off } = await ring();
      const calls = () => bell.rung.filter((each) => each.destination.address === address);
      let arrives = () => {};
      const onItsWay = new Promise<void>((resolve) => {
        arrives = resolve;
      });
      bell.answers(async (delivery) => {
        if (delivery.destination.address !== address) return delivered(delivery);
        if (calls().length === 1) return { kind: "ambiguous", reason: "no answer", lookAfterMs: 30 };
        await onItsWay;
        return delivered(delivery);
      });
      await visitor.asksForHuman();
      const [posting] = await eventually(() => calls().length > 1 && calls());
      const id = posting?.id as Delivery["id"];
      expect(await bell.desk().confirm("bell", { account: "tower", address }, id, "first", of)).toBe(true);
      expect(await bell.desk().find("bell", "first")).toEqual(of);
      arrives();
      await eventually(() => calls().length > 2);
      await settled();
      expect(calls()[2]).toMatchObject({ effect: "copy", posted: { card: `card ${id}`, message: "first" } });
      expect(calls()).toHaveLength(3);
      await off();
    });

    it("are not seen where a press only tells of the card that takes the place of one that is gone", async () => {
      const { address, visitor, of, here, settled, off } = await ring();
      const calls = () => bell.rung.filter((each) => each.destination.address === address);
      bell.answers((delivery) => {
        if (delivery.destination.address !== address || delivery.event.type !== "conversation.claimed")
          return delivered(delivery);
        if (delivery.effect !== "card") return delivered(delivery);
        return { kind: "ambiguous", reason: "no answer", lookAfterMs: 60_000 };
      });
      await visitor.asksForHuman();
      await settled();
      const gone = calls()[0]?.id;
      await bell.desk().claim(of, { by: ana, id: `claim ${of.conversationId}` });
      const again = await eventually(() => calls()[1]);
      await eventually(async () => (await here()).some(({ attempts }) => attempts[0]?.outcome === "ambiguous"));
      await bell.desk().confirm("bell", { account: "tower", address }, again.id, "anew", of);
      await eventually(() => calls().some(({ effect }) => effect === "copy"));
      await settled();
      expect(await bell.desk().find("bell", "anew")).toEqual(of);
      // What is said goes under the new one; the old one, should it still be seen somewhere, is a copy.
      expect(
        calls()
          .slice(2)
          .map(({ effect, posted }) => [effect, posted.card, posted.message]),
      ).toEqual(
        expect.arrayContaining([
          ["line", "anew", null],
          ["copy", "anew", `card ${gone}`],
        ]),
      );
      expect(calls()).toHaveLength(4);
      await off();
    });
  });

  it("pauses a broken destination with a plain reason, tells the owner elsewhere, and loses nothing", async () => {
    const broken = await ring();
    const other = await ring(broken.of.chatbotId);
    bell.answers((delivery) =>
      delivery.destination.address === broken.address
        ? { kind: "refused", reason: "The channel #support was archived.", scope: "address" }
        : delivered(delivery),
    );
    await broken.visitor.asksForHuman();
    const told = await eventually(() =>
      bell.rung.find(
        (each) => each.event.type === "chatbot.destination_paused" && each.destination.address === other.address,
      ),
    );
    expect(told.event).toMatchObject({
      address: broken.address,
      label: `#${broken.address}`,
      reason: "The channel #support was archived.",
    });
    const attempts = bell.heardAt(broken.address).length;
    await broken.visitor.says("Hello?");
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(bell.heardAt(broken.address)).toHaveLength(attempts);
    bell.answers(delivered);
    await bell.desk().resume("bell", { account: "tower", address: broken.address });
    await broken.settled();
    expect((await broken.here()).map((each) => each.state)).toEqual(["delivered", "delivered"]);
    await broken.off();
    await other.off();
  });

  it("lets an episode be that was resolved before its channel was mended", async () => {
    const { address, visitor, of, here, settled, off } = await ring();
    bell.answers((delivery) =>
      delivery.destination.address === address
        ? { kind: "refused", reason: "gone", scope: "address" }
        : delivered(delivery),
    );
    await visitor.asksForHuman();
    await eventually(() => bell.heardAt(address).length > 0);
    await bell.desk().resolve(of, { by: ana, id: "elsewhere" });
    await eventually(async () => (await here()).length === 3);
    bell.answers(delivered);
    await eventually(async () => {
      await bell.desk().resume("bell", { account: "tower", address });
      return (await here()).every((each) => each.state === "superseded");
    });
    await settled();
    await off();
  });

  it("gives up what can never be delivered, and goes on behind it", async () => {
    const { address, visitor, here, settled, off } = await ring();
    await visitor.asksForHuman();
    await settled();
    bell.answers((delivery) =>
      delivery.destination.address === address &&
      delivery.event.type === "message.received" &&
      delivery.event.message.text === "poison"
        ? { kind: "rejected", reason: "too long" }
        : delivered(delivery),
    );
    await visitor.says("poison");
    await visitor.says("fine");
    await settled();
    expect((await here()).slice(1).map((each) => [each.state, each.reason])).toEqual([
      ["rejected", "too long"],
      ["delivered", null],
    ]);
    expect(deskbell.lines).toContainEqual({
      level: "warn",
      message: "a delivery was refused for good",
      fields: expect.objectContaining({ adapter: "bell", destination: expect.any(String), reason: "too long" }),
    });
    await off();
  });

  it("says where and why an escalation could not be shown: in the log, to whoever asks, and when nobody was reached", async () => {
    const { address, visitor, settled, off } = await ring();
    const room = () => bell.desk().connections("bell", { account: "tower", address });
    expect(await room()).toMatchObject([{ lost: null }]);
    bell.answers((delivery) =>
      delivery.destination.address === address ? { kind: "rejected", reason: "not like this" } : delivered(delivery),
    );
    await visitor.asksForHuman();
    await settled();
    expect(await room()).toMatchObject([{ paused: null, lost: "not like this" }]);
    await eventually(() => deskbell.lines.some(({ fields }) => JSON.stringify(fields).includes(": not like this")));
    await off();
  });

  it("tries again after an error of its own, unsure what came of it, saying so in the log", async () => {
    const { address, visitor, here, settled, off } = await ring();
    let thrown = false;
    bell.answers((delivery) => {
      if (delivery.destination.address !== address || thrown) return delivered(delivery);
      thrown = true;
      throw new Error("a bug");
    });
    await visitor.asksForHuman();
    await settled();
    expect((await here())[0]?.attempts.map((each) => each.outcome)).toEqual(["ambiguous", "delivered"]);
    expect(deskbell.lines.some((line) => line.message === "delivering threw")).toBe(true);
    await off();
  });

  it("says once that nobody was reached, and not when somebody was", async () => {
    const reached = await ring();
    await reached.visitor.asksForHuman();
    await reached.off();
    const missed = await ring();
    bell.answers((delivery) =>
      delivery.destination.address === missed.address
        ? { kind: "retry", reason: "away", afterMs: 5_000 }
        : delivered(delivery),
    );
    await missed.visitor.asksForHuman();
    await missed.off();
    const seqOf = async (visitor: typeof missed.visitor) => (await visitor.comesBack()).conversation.seq;
    await eventually(async () => (await seqOf(missed.visitor)) === 3);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect([await seqOf(missed.visitor), await seqOf(reached.visitor)]).toEqual([3, 2]);
  });
});
