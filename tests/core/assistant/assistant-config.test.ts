import { describe, expect, it } from "vitest";
import { readAssistantConfig } from "../../../core/assistant/assistant-config.ts";

describe("the assistant that the environment asks for", () => {
  it.each([
    ["the demo when nothing is set", {}, { kind: "demo" }],
    ["the demo when all is blank", { ASSISTANT_URL: " ", OPENAI_API_KEY: "" }, { kind: "demo" }],
    [
      "the customer's own",
      { ASSISTANT_URL: " http://bot.internal/answer " },
      { kind: "http", url: "http://bot.internal/answer" },
    ],
    [
      "OpenAI with a key and a model",
      { OPENAI_API_KEY: "sk-1", OPENAI_MODEL: "m" },
      { kind: "openai", baseUrl: "https://api.openai.com/v1", apiKey: "sk-1", model: "m" },
    ],
    [
      "another API that speaks the same",
      { OPENAI_API_KEY: "x", OPENAI_MODEL: "m", OPENAI_BASE_URL: "http://127.0.0.1:11434/v1" },
      { kind: "openai", baseUrl: "http://127.0.0.1:11434/v1", apiKey: "x", model: "m" },
    ],
  ])("is %s", (_, env, config) => {
    expect(readAssistantConfig(env)).toEqual({ config });
  });

  it.each<[string, Record<string, string>, RegExp[]]>([
    [
      "two assistants",
      { ASSISTANT_URL: "http://a", OPENAI_MODEL: "m" },
      [/ASSISTANT_URL and OPENAI_MODEL are both set/],
    ],
    [
      "two assistants, and both of them wrong",
      { ASSISTANT_URL: "ftp://bot", OPENAI_BASE_URL: "file:///x", OPENAI_API_KEY: "sk hunter2" },
      [/are both set/, /ASSISTANT_URL is not an http/, /OPENAI_BASE_URL is not/, /OPENAI_API_KEY has characters/],
    ],
    [
      "a key without a model",
      { OPENAI_API_KEY: "sk-1" },
      [/OPENAI_MODEL is missing.*platform\.openai\.com\/docs\/models/],
    ],
    ["a model without a key", { OPENAI_MODEL: "m" }, [/OPENAI_API_KEY is missing.*platform\.openai\.com\/api-keys/]],
    ["only a base URL", { OPENAI_BASE_URL: "http://a/v1" }, [/OPENAI_API_KEY is missing/, /OPENAI_MODEL is missing/]],
    ["no URL at all", { ASSISTANT_URL: "bot" }, [/ASSISTANT_URL is not a URL/]],
    ["another protocol", { ASSISTANT_URL: "ftp://bot" }, [/ASSISTANT_URL is not an http or https URL/]],
    [
      "a password in the URL",
      { ASSISTANT_URL: "https://u:hunter2@bot" },
      [/ASSISTANT_URL has a user name or password/],
    ],
    [
      "all of it wrong at once",
      { OPENAI_BASE_URL: "file:///x", OPENAI_API_KEY: "sk hunter2" },
      [/OPENAI_BASE_URL is not an http/, /OPENAI_API_KEY has characters/, /OPENAI_MODEL is missing/],
    ],
    [
      "a query in the base URL",
      { OPENAI_BASE_URL: "http://a/v1?x=1", OPENAI_API_KEY: "k", OPENAI_MODEL: "m" },
      [/OPENAI_BASE_URL has a query/],
    ],
  ])("is refused, naming each variable and no value: %s", (_, env, problems) => {
    const read = readAssistantConfig(env);
    if (!("problems" in read)) throw new Error("It was accepted.");
    expect(read.problems).toHaveLength(problems.length);
    problems.forEach((problem, index) => void expect(read.problems[index]).toMatch(problem));
    expect(read.problems.join()).not.toMatch(/hunter2|sk-1/);
  });
});
