import { expect, it } from "vitest";
import type { PostedRef } from "../../../core/index.ts";
import { aChatbot, aConnection } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import { aChatbotEvent, anEscalatedEvent, aReceivedEvent, aResolvedEvent } from "../../builders/events.ts";
import { aNotice, anAgent, aResolvedEscalation, escalatedAt } from "../../builders/notices.ts";
import type { ChannelPlatform, ChannelUnderContract } from "../adapter-contract.ts";
import type { Stage } from "./stage.ts";

/** What is promised where a card stands in a channel that somebody connected. */
export function keepsWhatChannelsKeep({ name, install }: ChannelUnderContract, stage: Stage<ChannelPlatform>): void {
  async function postCard(): Promise<PostedRef> {
    const outcome = await stage.deliver();
    if (outcome.kind !== "delivered" || !outcome.posted) throw new Error(`No card: ${JSON.stringify(outcome)}`);
    stage.desk.knows(name, outcome.posted);
    await stage.platform.settled();
    return outcome.posted;
  }

  const connected = (label?: string) =>
    aConnection({ adapter: name, ...stage.platform.destination, ...(label !== undefined && { label }) });

  it("stays away when nothing of it is configured", async () => {
    expect(await install(stage.context({}))).toBeNull();
  });

  it("plans the same again when asked again, and only for its own destinations", () => {
    const { adapter, platform } = stage;
    const chatbot = aChatbot({ connections: [connected()] });
    const planned = adapter.plan(anEscalatedEvent(), chatbot, aConversation());
    expect(planned.map(({ destination }) => destination)).toEqual(planned.map(() => platform.destination));
    expect(planned).toHaveLength(1);
    expect(adapter.plan(anEscalatedEvent(), chatbot, aConversation())).toEqual(planned);
  });

  it("tells no owner about a broken destination at that very destination", () => {
    const { adapter, platform } = stage;
    const chatbot = aChatbot({ connections: [connected()] });
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
    const { platform, deliver } = stage;
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

  it("says in an owner's words that the destination is gone, and which", async () => {
    stage.desk.connected.push({ chatbot: aChatbot(), connection: connected("#the-lost-channel") });
    stage.platform.close();
    const outcome = await stage.deliver();
    expect(outcome).toMatchObject({ kind: "refused", scope: "address" });
    expect(outcome.kind === "refused" && outcome.reason).toContain("#the-lost-channel");
  });

  it("says when it really was, in a card that is posted late", async () => {
    const notice = aNotice({ asOf: new Date(escalatedAt.getTime() + 40 * 60_000) });
    expect(await stage.deliver({ notice })).toMatchObject({ kind: "delivered" });
    expect(stage.platform.shown()[0]).toMatch(/Delayed: escalated at .*10:23 UTC/);
  });

  it("takes a press in as the right verb, on the right episode, by the right person, with the surface", async () => {
    const { platform, desk } = stage;
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
    const { platform, desk } = stage;
    const card = await postCard();
    await platform.press("resolve", card, { twice: true });
    await platform.settled();
    const [first, second] = desk.acts;
    expect(desk.acts.map(({ verdict }) => verdict).sort()).toEqual(["already", "done"]);
    expect(second?.cause.id).toBe(first?.cause.id);
  });

  it("does not take a message of its own for anybody's act", async () => {
    const card = await postCard();
    await stage.deliver({ effect: "message", event: aReceivedEvent(), posted: { card, message: null } });
    await stage.platform.settled();
    expect(stage.desk.acts).toEqual([]);
  });

  it("writes names and words of a hostile visitor as the text they are", async () => {
    const hostile = "<!channel> <https://evil.example|your bank> {{DATE()}}";
    const question = hostile;
    const by = anAgent({ name: hostile });
    const escalation = aResolvedEscalation({ resolvedBy: by });
    expect(
      await stage.deliver({ notice: aNotice({ question, contact: { name: hostile }, escalation }) }),
    ).toMatchObject({
      kind: "delivered",
    });
    expect(stage.platform.shown()[0]).toContain("your bank");
  });
}
