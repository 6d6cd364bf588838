import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOpenAiAssistant } from "../../../core/assistant/openai-assistant.ts";
import { type StandInAssistant, startStandInAssistant } from "../../stand-ins/assistant/stand-in-assistant.ts";
import { aTurn } from "./a-turn.ts";

const apiKey = "sk-very-secret-key";
let standIn: StandInAssistant;
const forever = new AbortController().signal;
const assistant = (over: { apiKey?: string; baseUrl?: string } = {}) =>
  createOpenAiAssistant({ baseUrl: standIn.openAiBaseUrl, apiKey, model: "small-1", ...over });
const call = (args: string, name = "connect_to_human") => ({
  id: "c",
  type: "function",
  function: { name, arguments: args },
});

beforeAll(async () => {
  standIn = await startStandInAssistant({ apiKey });
});
beforeEach(() => standIn.completeWith({ role: "assistant", content: "Hi" }));
afterAll(() => standIn.close());

describe("an OpenAI-compatible assistant", () => {
  it("is asked with the model, the conversation and a tool that calls a human", async () => {
    const turn = aTurn([
      "Hi",
      { author: "assistant", text: "**Hello**" },
      { author: "agent", name: "Ana", text: "Here" },
      "Ok?",
    ]);
    expect(await assistant().answer(turn, forever)).toEqual({ reply: "Hi", followUps: [], escalate: null });
    expect(standIn.asked.at(-1)).toMatchObject({
      path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${apiKey}` },
      body: {
        model: "small-1",
        messages: [
          { role: "system", content: expect.stringContaining('"Shop"') },
          { role: "user", content: "Hi" },
          { role: "assistant", content: "**Hello**" },
          { role: "assistant", content: "[Ana, a human of the team, wrote:]\nHere" },
          { role: "user", content: "Ok?" },
        ],
        tools: [{ type: "function", function: { name: "connect_to_human" } }],
      },
    });
    expect(standIn.asked.at(-1)?.body).not.toHaveProperty("stream");
  });

  it("is given the chatbot's own prompt when there is one", async () => {
    const turn = aTurn();
    await assistant().answer({ ...turn, chatbot: { ...turn.chatbot, systemPrompt: "Be a pirate." } }, forever);
    expect(standIn.asked.at(-1)).toMatchObject({
      body: { messages: [{ role: "system", content: "Be a pirate." }, {}] },
    });
  });

  it("takes a base URL that ends with a slash", async () => {
    await assistant({ baseUrl: `${standIn.openAiBaseUrl}/` }).answer(aTurn(), forever);
    expect(standIn.asked.at(-1)?.path).toBe("/v1/chat/completions");
  });

  it.each([
    ["writes", { content: "Bye" }, { reply: "Bye", escalate: null }],
    [
      "writes and calls a human",
      { content: "One moment.", tool_calls: [call('{"reason":"asked"}')] },
      { reply: "One moment.", escalate: { reason: "asked" } },
    ],
    [
      "only calls a human",
      { content: null, tool_calls: [call('{"reason":"angry"}')] },
      { reply: "I'll connect you with someone from the team.", escalate: { reason: "angry" } },
    ],
    [
      "calls a human with broken arguments",
      { content: "Ok", tool_calls: [call('{"rea')] },
      { reply: "Ok", escalate: { reason: "" } },
    ],
    [
      "calls a human without arguments",
      { content: "Ok", tool_calls: [call("")] },
      { reply: "Ok", escalate: { reason: "" } },
    ],
    [
      "calls what it was not offered",
      { content: "Ok", tool_calls: [call("{}", "rm")] },
      { reply: "Ok", escalate: null },
    ],
    [
      "declines",
      { content: null, refusal: "I can't help with that." },
      { reply: "I can't help with that.", escalate: null },
    ],
  ])("is understood when it %s", async (_, message, answer) => {
    standIn.completeWith({ role: "assistant", ...message });
    expect(await assistant().answer(aTurn(), forever)).toEqual({ followUps: [], ...answer });
  });

  it.each([
    ["nothing", { content: null }, "The assistant's answer is empty."],
    ["something else", { content: 5 }, "The assistant's answer is not a chat completion."],
    ["no message", null, "The assistant's answer is not a chat completion."],
  ])("fails in plain words when it answers %s", async (_, message, reason) => {
    standIn.completeWith(message);
    await expect(assistant().answer(aTurn(), forever)).rejects.toThrow(reason);
  });

  it("never repeats the key, even when the API does", async () => {
    const failure = await assistant({ apiKey: "sk-wrong-key" })
      .answer(aTurn(), forever)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: "The assistant refused the credentials (401)." });
    expect(everythingIn(failure)).not.toContain("sk-wrong");
  });

  it("never repeats a key that cannot even be sent", async () => {
    const failure = await assistant({ apiKey: "sk-wrong\nkey" })
      .answer(aTurn(), forever)
      .catch((error: unknown) => error);
    expect(everythingIn(failure)).not.toContain("sk-wrong");
  });
});

function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack} ${JSON.stringify(error, Object.getOwnPropertyNames(error))} ${everythingIn(error.cause)}`;
}
