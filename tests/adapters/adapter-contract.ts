import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Adapter,
  type AdapterContext,
  ConfigurationError,
  type Delivery,
  type Destination,
  type InstallAdapter,
  type PostedRef,
} from "../../core/index.ts";
import { aChatbot, aConnection } from "../builders/chatbots.ts";
import { aConversation } from "../builders/conversations.ts";
import { aDelivery } from "../builders/deliveries.ts";
import { aChatbotEvent, aClaimedEvent, anEscalatedEvent, aReceivedEvent, aResolvedEvent } from "../builders/events.ts";
import { aNotice, anAgent, aResolvedEscalation, escalatedAt } from "../builders/notices.ts";
import { type RecordingDesk, recordingDesk } from "./recording-desk.ts";
import { recordingLog } from "./recording-log.ts";
import { serveCallbacks } from "./serve-callbacks.ts";
import { testKeys } from "./test-keys.ts";

/** The platform as its stand-in plays it, seen from an adapter's tests. */
export interface Platform {
  /** A whole configuration that leads to the stand-in. */
  readonly env: Readonly<Record<string, string>>;
  readonly destination: Destination;
  /** Where callbacks come in, below /adapters/<name>; null when the adapter goes and gets them. */
  readonly callbackPath: string | null;
  sendCallbacksTo(url: string): void;
  /** Resolves when the platform can reach the adapter. */
  reachable(): Promise<void>;
  /** What a person reads at the destination, one entry per message in the channel itself. */
  shown(): readonly string[];
  /** The next call is answered with the platform's "too many requests". */
  limitRate(seconds: number): void;
  /** The platform no longer takes our credentials. */
  revoke(): void;
  /** The destination no longer takes messages. */
  close(): void;
  /** A person presses a button of the card; `twice`: the platform sends the very same press again. */
  press(verb: "claim" | "resolve" | "reopen", card: PostedRef, how?: { twice?: boolean }): Promise<unknown>;
  /** Who presses, as the desk must come to know them. */
  readonly presser: { readonly name: string; readonly externalId: string };
  /** Resolves when nothing that the platform sends is under way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface AdapterUnderContract {
  readonly name: string;
  readonly install: InstallAdapter;
  /** Each leaves out one thing; the variable that must be named. */
  readonly halves: readonly { readonly env: Readonly<Record<string, string>>; readonly missing: string }[];
  startPlatform(): Promise<Platform>;
}

/** The promises every adapter keeps, as a test suite over real HTTP. */
export function keepsTheAdapterContract({ name, install, halves, startPlatform }: AdapterUnderContract): void {
  describe(`the adapter contract, kept by ${name}`, () => {
    let platform: Platform;
    let desk: RecordingDesk;
    let adapter: Adapter;
    let stopServing: () => Promise<void>;
    let stopRunning: () => Promise<void>;

    beforeEach(async () => {
      platform = await startPlatform();
      desk = recordingDesk();
      adapter = await installed(context(platform.env));
      const server = await serveCallbacks(adapter);
      stopServing = server.stop;
      if (platform.callbackPath) platform.sendCallbacksTo(server.url + platform.callbackPath);
      const ending = new AbortController();
      const ran = adapter.run?.(ending.signal);
      stopRunning = async () => {
        ending.abort();
        await ran;
      };
      await platform.reachable();
    });

    afterEach(async () => {
      await stopRunning();
      await stopServing();
      await platform.stop();
    });

    const context = (env: AdapterContext["env"]): AdapterContext => ({
      env,
      publicUrl: "https://desk.example",
      desk,
      log: recordingLog(),
      now: () => new Date(),
      keyFor: testKeys,
    });

    async function installed(from: AdapterContext): Promise<Adapter> {
      const adapter = await install(from);
      if (!adapter) throw new Error(`${name} stays away although it is configured`);
      return adapter;
    }

    const deliver = (delivery: Partial<Delivery> = {}) =>
      adapter.deliver(aDelivery({ destination: platform.destination, ...delivery }), AbortSignal.timeout(15_000));

    async function postCard(): Promise<PostedRef> {
      const outcome = await deliver();
      if (outcome.kind !== "delivered" || !outcome.posted) throw new Error(`No card: ${JSON.stringify(outcome)}`);
      desk.knows(name, outcome.posted);
      await platform.settled();
      return outcome.posted;
    }

    it("stays away when nothing of it is configured", async () => {
      expect(await install(context({}))).toBeNull();
    });

    it.each(halves)("refuses to start by halves, naming $missing", async ({ env, missing }) => {
      await expect(install(context(env))).rejects.toThrow(ConfigurationError);
      await expect(install(context(env))).rejects.toThrow(missing);
    });

    it("has the name it is known by", () => {
      expect(adapter.name).toBe(name);
    });

    it("plans nothing for a chatbot that is not connected to it", () => {
      const elsewhere = aChatbot({ connections: [aConnection({ adapter: "somewhere-else" })] });
      for (const event of [anEscalatedEvent(), aClaimedEvent(), aReceivedEvent()]) {
        expect(adapter.plan(event, aChatbot(), aConversation())).toEqual([]);
        expect(adapter.plan(event, elsewhere, aConversation())).toEqual([]);
      }
    });

    it("plans the same again when asked again, and only for its own destinations", () => {
      const chatbot = aChatbot({ connections: [aConnection({ adapter: name, ...platform.destination })] });
      const planned = adapter.plan(anEscalatedEvent(), chatbot, aConversation());
      expect(planned.map(({ destination }) => destination)).toEqual(planned.map(() => platform.destination));
      expect(planned).toHaveLength(1);
      expect(adapter.plan(anEscalatedEvent(), chatbot, aConversation())).toEqual(planned);
    });

    it("tells no owner about a broken destination at that very destination", () => {
      const chatbot = aChatbot({ connections: [aConnection({ adapter: name, ...platform.destination })] });
      const paused = {
        type: "chatbot.destination_paused",
        scope: "address",
        label: "#support",
        reason: "It is gone.",
      } as const;
      expect(
        adapter.plan(aChatbotEvent({ ...paused, adapter: name, ...platform.destination }), chatbot, aConversation()),
      ).toEqual([]);
    });

    it("posts a card, then edits what it posted", async () => {
      const card = await postCard();
      expect(platform.shown()).toHaveLength(1);
      expect(platform.shown()[0]).toContain("Can I speak to someone about my order?");
      const edited = await deliver({
        event: aResolvedEvent(),
        notice: aNotice({ escalation: aResolvedEscalation(), seq: 9 }),
        posted: { card, message: null },
      });
      expect(edited).toEqual({ kind: "delivered", posted: card });
      expect(platform.shown()).toHaveLength(1);
      expect(platform.shown()[0]).toContain("Resolved");
      expect(platform.shown()[0]).toContain("Ben");
    });

    it("comes back after the platform's own delay when it sends too fast", async () => {
      platform.limitRate(7);
      expect(await deliver()).toMatchObject({ kind: "retry", afterMs: 7000 });
      expect(platform.shown()).toEqual([]);
    });

    it("says in an owner's words that its credentials were revoked", async () => {
      platform.revoke();
      const outcome = await deliver();
      expect(outcome).toMatchObject({ kind: "refused", scope: "account" });
      expect(outcome.kind === "refused" && outcome.reason).toMatch(/revoked|no longer/);
    });

    it("says in an owner's words that the destination is gone, and which", async () => {
      desk.connected.push({
        chatbot: aChatbot(),
        connection: aConnection({ adapter: name, ...platform.destination, label: "#the-lost-channel" }),
      });
      platform.close();
      const outcome = await deliver();
      expect(outcome).toMatchObject({ kind: "refused", scope: "address" });
      expect(outcome.kind === "refused" && outcome.reason).toContain("#the-lost-channel");
    });

    it("says when it really was, in a card that is posted late", async () => {
      const notice = aNotice({ asOf: new Date(escalatedAt.getTime() + 40 * 60_000) });
      expect(await deliver({ notice })).toMatchObject({ kind: "delivered" });
      expect(platform.shown()[0]).toMatch(/Delayed: escalated at .*10:23 UTC/);
    });

    it("ends when the signal says so", async () => {
      const outcome = await adapter.deliver(aDelivery({ destination: platform.destination }), AbortSignal.abort());
      expect(outcome.kind).toBe("retry");
      expect(platform.shown()).toEqual([]);
    });

    it("refuses an unsigned callback, and does nothing", async () => {
      const server = await serveCallbacks(adapter);
      const answer = await fetch(server.url + (platform.callbackPath ?? "/events"), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ type: "message", event: { type: "message" } }),
      });
      await server.stop();
      expect(answer.status).toBe(platform.callbackPath ? 401 : 404);
      expect(desk.acts).toEqual([]);
    });

    it("takes a press in as the right verb, on the right episode, by the right person, with the surface", async () => {
      const card = await postCard();
      await platform.press("claim", card);
      await platform.settled();
      const { conversationId, chatbot } = aNotice();
      expect(desk.acts).toMatchObject([
        {
          verb: "claim",
          of: { chatbotId: chatbot.id, conversationId, episode: 1 },
          cause: { by: { ...platform.presser, surface: name } },
          verdict: "done",
        },
      ]);
    });

    it("acts once when the platform sends the same press twice", async () => {
      const card = await postCard();
      await platform.press("resolve", card, { twice: true });
      await platform.settled();
      const [first, second] = desk.acts;
      expect(desk.acts.map(({ verdict }) => verdict).sort()).toEqual(["already", "done"]);
      expect(second?.cause.id).toBe(first?.cause.id);
    });

    it("does not take a message of its own for anybody's act", async () => {
      const card = await postCard();
      await deliver({ effect: "message", event: aReceivedEvent(), posted: { card, message: null } });
      await platform.settled();
      expect(desk.acts).toEqual([]);
    });

    it("writes names and words of a hostile visitor as the text they are", async () => {
      const hostile = "<!channel> <https://evil.example|your bank> {{DATE()}}";
      const question = hostile;
      const by = anAgent({ name: hostile });
      const escalation = aResolvedEscalation({ resolvedBy: by });
      expect(await deliver({ notice: aNotice({ question, contact: { name: hostile }, escalation }) })).toMatchObject({
        kind: "delivered",
      });
      expect(platform.shown()[0]).toContain("your bank");
    });
  });
}
