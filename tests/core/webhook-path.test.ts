import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { firstChatbotId } from "../../core/main.ts";
import { startStandInReceiver } from "../stand-ins/webhooks/stand-in-receiver.ts";
import { type Api, openApi } from "../support/api.ts";
import { createBell } from "../support/bell.ts";
import { homes } from "../support/database.ts";
import { eventually, openDeskbell } from "../support/deskbell.ts";
import { arrive } from "../support/visitor.ts";

describe.each(homes)("webhooks from the visitor to the receiver, on the %s database", (home) => {
  const bell = createBell();
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  let receiver: Awaited<ReturnType<typeof startStandInReceiver>>;
  let api: Api;
  beforeAll(async () => {
    receiver = await startStandInReceiver();
    deskbell = await openDeskbell(home, { adapters: [bell.install], env: { WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8" } });
    api = await openApi(deskbell);
    await bell.connect("room");
  });
  afterEach(() => receiver.behave());
  afterAll(async () => {
    await deskbell.close();
    await receiver.stop();
  });

  /** An endpoint with a path of its own, so that what comes there is only its. */
  async function listen(path: string, events: readonly string[]) {
    const { body } = await api.ask("POST", "/webhook-endpoints", { url: `${receiver.url}/${path}`, events });
    const one = `/webhook-endpoints/${body.id}`;
    return {
      secret: body.secret as string,
      one,
      got: () => receiver.received.filter((each) => each.path === `/${path}`),
      ask: (method: string, rest: string, sent?: unknown) => api.ask(method, one + rest, sent),
      deliveries: async () => (await api.ask("GET", `${one}/deliveries`)).body.deliveries,
      remove: () => api.ask("DELETE", one),
    };
  }

  it("are no people: an escalation that only they were told of has reached nobody", async () => {
    const { desk } = bell;
    const room = {
      adapter: "bell",
      account: "tower",
      address: "room",
      chatbot: null,
      label: "",
      relayMode: "two_way",
    } as const;
    const by = { name: "Ana", surface: "slack", externalId: "T1:U1" } as const;
    await desk().disconnect(room, { by, id: "off" });
    const hook = await listen("alone", ["conversation.escalated"]);
    const visitor = await arrive(deskbell.url, firstChatbotId);
    await visitor.asksForHuman();
    await eventually(async () => (await hook.deliveries())[0]?.state === "delivered");
    expect(await desk().connect(room, { by, id: "on" })).toMatchObject({ kind: "done", waiting: 1 });
    await hook.remove();
  });

  it("tell of an escalation what the contract says, signed so that the official library verifies it", async () => {
    const hook = await listen("contract", ["conversation.escalated"]);
    receiver.expectSecret(hook.secret);
    const visitor = await arrive(deskbell.url, firstChatbotId);
    await visitor.says("Can I speak to someone?");
    await visitor.asksForHuman();
    await receiver.until(() => hook.got().length === 1);
    const [received] = hook.got();
    expect(received?.verdict).toBe("verified");
    const { conversation_id: conversationId, session_id: sessionId } = visitor.session;
    expect(received?.json).toMatchObject({
      event: "conversation.escalated",
      id: received?.headers["webhook-id"],
      chatbot_id: firstChatbotId,
      data: {
        conversation_id: conversationId,
        session_id: sessionId,
        chatbot_id: firstChatbotId,
        escalated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        last_message: "Can I speak to someone?",
        message_count: expect.any(Number),
        episode: 1,
        trigger: "inline_cta",
      },
    });
    const [delivery] = await eventually(async () => {
      const found = await hook.deliveries();
      return found[0]?.state === "delivered" && found;
    });
    expect(delivery).toMatchObject({
      event: "conversation.escalated",
      event_id: received?.headers["webhook-id"],
      conversation_id: conversationId,
      reason: expect.stringMatching(/^HTTP 2\d\d$/),
      attempts: [{ n: 1, outcome: "delivered", reason: expect.stringMatching(/^HTTP 2\d\d$/) }],
    });
    await hook.remove();
  });

  it("send the same bytes under the same id at every attempt and every replay, in one row of the log", async () => {
    const hook = await listen("bytes", ["conversation.escalated"]);
    receiver.misbehave({ how: "server_error", methods: "/bytes", times: 1 });
    const visitor = await arrive(deskbell.url, firstChatbotId);
    await visitor.says("Ünï¢ödé \u{1F514} “quotes” </script> \u2028");
    await visitor.asksForHuman();
    await receiver.until(() => hook.got().length === 2);
    const state = async () => (await hook.deliveries())[0]?.state;
    await eventually(async () => (await state()) === "delivered");
    const [{ id }] = await hook.deliveries();
    // The conversation went on meanwhile.
    await visitor.says("Are you there?");
    expect((await hook.ask("POST", `/deliveries/${id}/replay`)).body).toEqual({ delivery_id: id });
    await receiver.until(() => hook.got().length === 3);
    await eventually(async () => (await state()) === "delivered");
    const since = new Date(Date.now() - 60_000).toISOString();
    expect((await hook.ask("POST", "/replay", { since })).body).toEqual({ replayed: 0, next_cursor: null });
    expect((await hook.ask("POST", "/replay", { since, which: "all" })).body).toEqual({
      replayed: 1,
      next_cursor: null,
    });
    await receiver.until(() => hook.got().length === 4);
    await eventually(async () => (await state()) === "delivered");

    const got = hook.got();
    expect(new Set(got.map(({ raw }) => raw)).size).toBe(1);
    expect(new Set(got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(got.map(({ headers }) => headers["webhook-attempt"])).toEqual(["1", "2", "3", "4"]);
    for (const { raw, headers } of got) new Webhook(hook.secret).verify(raw, { ...headers }, { jsonParse: false });
    const log = await hook.deliveries();
    expect(log).toHaveLength(1);
    expect(log[0].attempts.map(({ n }: { n: number }) => n)).toEqual([1, 2, 3, 4]);
    await hook.remove();
  });

  it("are verified with the old and the new secret for a day after a rotation", async () => {
    const hook = await listen("rotation", ["conversation.started"]);
    const { body } = await hook.ask("POST", "/secret/rotate");
    await arrive(deskbell.url, firstChatbotId);
    await receiver.until(() => hook.got().length === 1);
    const verify = (secret: string, at: number) => {
      const { raw = "", headers = {} } = hook.got()[at] ?? {};
      return new Webhook(secret).verify(raw, { ...headers });
    };
    for (const secret of [hook.secret, body.secret])
      expect(verify(secret, 0)).toMatchObject({ event: "conversation.started" });
    const third = (await hook.ask("POST", "/secret/rotate")).body;
    await arrive(deskbell.url, firstChatbotId);
    await receiver.until(() => hook.got().length === 2);
    for (const secret of [body.secret, third.secret])
      expect(verify(secret, 1)).toMatchObject({ event: "conversation.started" });
    expect(() => verify(hook.secret, 1)).toThrow();
    const shown = (await hook.ask("GET", "")).body;
    expect(JSON.stringify(shown)).not.toContain("whsec_");
    expect(shown.previous_secret_until).toBe(third.previous_secret_until);
    await hook.remove();
  });

  it("wait when the receiver says 410: the owner is told, and what waited goes in order once it is resumed", async () => {
    const hook = await listen("gone", ["conversation.started", "message.received", "conversation.escalated"]);
    receiver.misbehave({ how: "answer", status: 410, methods: "/gone" });
    const visitor = await arrive(deskbell.url, firstChatbotId);
    await eventually(async () => (await hook.ask("GET", "")).body.status === "paused");
    const { reason, enabled } = (await hook.ask("GET", "")).body;
    expect([reason, enabled]).toEqual([expect.stringMatching(/410.*gone for good/), true]);
    await visitor.says("Hello?");
    await visitor.asksForHuman();
    const told = await eventually(() => bell.rung.find(({ event }) => event.type === "chatbot.destination_paused"));
    expect(told.event).toMatchObject({ adapter: "webhooks", label: new URL(receiver.url).host, reason });
    const refused = await hook.ask("POST", "/test");
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringMatching(/paused.*Resume it first/)]);
    await eventually(
      async () => (await hook.deliveries()).filter((each: { state: string }) => each.state === "pending").length === 3,
    );
    const before = hook.got().length;

    receiver.behave();
    expect((await hook.ask("POST", "/resume")).body).toMatchObject({ status: "ok", reason: null });
    await receiver.until(() => hook.got().length === before + 3);
    const events = hook
      .got()
      .slice(before)
      .map(({ json }) => (json as { event: string }).event);
    expect(events).toEqual(["conversation.started", "message.received", "conversation.escalated"]);
    await hook.remove();
  });

  it("are a test when somebody asks for one, whose outcome can be looked up", async () => {
    const hook = await listen("test", ["conversation.resolved"]);
    receiver.misbehave({ how: "answer", status: 404, methods: "/test", times: 1 });
    const { status, body } = await hook.ask("POST", "/test");
    expect(status).toBe(202);
    const outcome = await eventually(async () => {
      const found = (await api.ask("GET", `/deliveries/${body.delivery_id}`)).body;
      return found.attempts.length > 0 && found;
    });
    expect(outcome.attempts[0]).toMatchObject({ n: 1, outcome: "retry", reason: expect.stringMatching(/^HTTP 404/) });
    await receiver.until(() => hook.got().length === 2);
    expect(hook.got()[1]?.json).toMatchObject({ event: "webhook.test" });
    await hook.remove();
  });

  it("stop when the endpoint is disabled or removed, and go on where it is enabled", async () => {
    const hook = await listen("switch", ["conversation.started"]);
    expect((await hook.ask("PATCH", "", { enabled: false })).body.status).toBe("disabled");
    await arrive(deskbell.url, firstChatbotId);
    expect((await hook.ask("POST", "/resume")).status).toBe(409);
    expect((await hook.ask("PATCH", "", { enabled: true })).body.status).toBe("ok");
    await arrive(deskbell.url, firstChatbotId);
    await receiver.until(() => hook.got().length > 0);
    await hook.remove();
    const after = await arrive(deskbell.url, firstChatbotId);
    // As soon as another endpoint has heard of it, this one would have.
    const witness = await listen("witness", ["message.received"]);
    await after.says("Hello?");
    await receiver.until(() => witness.got().length === 1);
    expect(hook.got()).toHaveLength(1);
    expect((await hook.ask("GET", "")).status).toBe(404);
    await witness.remove();
  });

  it("leave no error in the log, and no secret", () => {
    expect(deskbell.lines.filter(({ level }) => level === "error")).toEqual([]);
    expect(JSON.stringify(deskbell.lines)).not.toMatch(/whsec_|dk_live_/);
  });
});
