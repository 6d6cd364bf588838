import { createServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AssistantFailure } from "../../../core/assistant/assistant-failure.ts";
import { createHttpAssistant } from "../../../core/assistant/http-assistant.ts";
import type { Misdeed } from "../../stand-ins/assistant/misdeeds.ts";
import { type StandInAssistant, startStandInAssistant } from "../../stand-ins/assistant/stand-in-assistant.ts";
import { aTurn } from "./a-turn.ts";

let standIn: StandInAssistant;
const forever = new AbortController().signal;
const ask = (turn = aTurn(), signal = forever) =>
  createHttpAssistant({ url: standIn.assistantUrl }).answer(turn, signal);

beforeAll(async () => {
  standIn = await startStandInAssistant();
});
beforeEach(() => standIn.replyWith({ reply: "Hi" }));
afterAll(() => standIn.close());

describe("the customer's own assistant", () => {
  it("is told the conversation as it was documented", async () => {
    const turn = aTurn([{ text: "Hi" }, { author: "agent", name: "Ana", text: "Hello" }, { text: "Thanks" }]);
    const page = { url: "https://shop.example/", title: "Shop" };
    await ask({ ...turn, conversation: { ...turn.conversation, page } });
    const asked = standIn.asked.at(-1);
    expect(asked?.headers["content-type"]).toBe("application/json");
    expect(asked?.body).toEqual({
      conversation: {
        id: "00000000-0000-4000-8000-0000000000c1",
        session_id: "embed-1",
        chatbot_id: "00000000-0000-4000-8000-000000000001",
        page,
      },
      messages: [
        { author: "visitor", text: "Hi", sent_at: "2026-04-19T10:23:45.120Z" },
        { author: "agent", name: "Ana", text: "Hello", sent_at: "2026-04-19T10:23:45.120Z" },
        { author: "visitor", text: "Thanks", sent_at: "2026-04-19T10:23:45.120Z" },
      ],
    });
  });

  it("is not told a page that is not known", async () => {
    await ask();
    expect(standIn.asked.at(-1)?.body).not.toHaveProperty("conversation.page");
  });

  it.each([
    ["a reply", { reply: "Hi" }, { reply: "Hi", followUps: [], escalate: null }],
    [
      "everything",
      { reply: "Hi", follow_ups: ["a", "b"], escalate: { reason: "asked" } },
      { reply: "Hi", followUps: ["a", "b"], escalate: { reason: "asked" } },
    ],
    ["nulls", { reply: "Hi", follow_ups: null, escalate: null }, { reply: "Hi", followUps: [], escalate: null }],
    ["more than it needs", { reply: "Hi", model: "x" }, { reply: "Hi", followUps: [], escalate: null }],
    [
      "an escalation alone",
      { reply: "", escalate: { reason: "r" } },
      { reply: "", followUps: [], escalate: { reason: "r" } },
    ],
    ["an escalation without a reason", { escalate: {} }, { reply: "", followUps: [], escalate: { reason: "" } }],
    [
      "hostile text",
      { reply: "a\0\u202Eb", follow_ups: [" x\0 ", "", "x", "y".repeat(201)], escalate: { reason: "r\0" } },
      { reply: "ab", followUps: ["x"], escalate: { reason: "r" } },
    ],
    [
      "too many suggestions",
      { reply: "Hi", follow_ups: [..."abcdefg"] },
      { reply: "Hi", followUps: [..."abcde"], escalate: null },
    ],
  ])("may answer %s", async (_, json, answer) => {
    standIn.replyWith(json);
    expect(await ask()).toEqual(answer);
  });

  it("may answer at length, up to what can be drawn", async () => {
    standIn.replyWith({ reply: "👍".repeat(15_000) });
    const { reply } = await ask();
    expect(reply.length).toBeLessThanOrEqual(20_000);
    expect(reply.endsWith("…")).toBe(true);
  });

  it.each([
    ["nothing", { reply: " " }, "The assistant's answer is empty."],
    ["null", null, "The assistant's answer cannot be read: it is not an object with a reply."],
    ["a list", [], "The assistant's answer cannot be read: it is not an object with a reply."],
    ["a number", { reply: 5 }, `The assistant's answer cannot be read: "reply" is not of the right type.`],
    [
      "wrong suggestions",
      { reply: "Hi", follow_ups: "a" },
      `The assistant's answer cannot be read: "follow_ups" is not of the right type.`,
    ],
    [
      "a bare escalation",
      { reply: "Hi", escalate: true },
      `The assistant's answer cannot be read: "escalate" is not of the right type.`,
    ],
  ])("fails in plain words when it answers %s", async (_, json, reason) => {
    standIn.replyWith(json);
    await expect(ask()).rejects.toThrow(new AssistantFailure(reason));
  });

  it.each<[Misdeed, string]>([
    [{ how: "status", status: 500, body: "secret trace" }, "The assistant answered with status 500."],
    [{ how: "status", status: 403 }, "The assistant refused the credentials (403)."],
    [{ how: "status", status: 404 }, "The assistant's address or model does not exist there (404)."],
    [{ how: "status", status: 429 }, "The assistant is over its limit (429)."],
    [{ how: "status", status: 204 }, "The assistant's answer is not JSON."],
    [{ how: "redirect", to: "/elsewhere" }, "The assistant redirected (307): configure its final address."],
    [{ how: "html" }, "The assistant's answer is not JSON."],
    [{ how: "garbage" }, "The assistant's answer is not JSON."],
    [{ how: "huge" }, "The assistant's answer is larger than 256 KB."],
    [{ how: "cut" }, "The assistant's answer broke off."],
    [{ how: "reset" }, "The connection to the assistant broke before it answered."],
  ])("fails in plain words: $how", async (misdeed, reason) => {
    standIn.misbehave(misdeed);
    const before = standIn.asked.length;
    await expect(ask()).rejects.toMatchObject({ name: "AssistantFailure", message: reason, unsent: false });
    expect(standIn.asked.length).toBe(before + 1);
  });

  it("says that nothing was sent when the connection is refused", async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    await expect(createHttpAssistant({ url }).answer(aTurn(), forever)).rejects.toMatchObject({
      message: "The assistant could not be reached: its address refused the connection.",
      unsent: true,
    });
  });

  it.each<Misdeed>([{ how: "hang" }, { how: "endless" }, { how: "slow", ms: 60_000 }])(
    "ends when it is told to: $how",
    async (misdeed) => {
      standIn.misbehave(misdeed);
      const given = new AbortController();
      setTimeout(() => given.abort(new Error("enough")), 100);
      await expect(ask(aTurn(), given.signal)).rejects.toThrow("enough");
    },
  );
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
