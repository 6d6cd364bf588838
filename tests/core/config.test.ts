import { describe, expect, it } from "vitest";
import { type Environment, readConfig } from "../../core/config.ts";

function configOf(env: Environment) {
  const read = readConfig(env);
  if ("problems" in read) throw new Error(read.problems.join("\n"));
  return read.config;
}
function problemsOf(env: Environment): readonly string[] {
  const read = readConfig(env);
  return "problems" in read ? read.problems : [];
}
const secret = "a secret of thirty-two characters";

describe("the environment", () => {
  it("may be empty: everything has a default", () => {
    expect(configOf({})).toMatchObject({
      port: 3000,
      publicUrl: "http://localhost:3000",
      dataDir: "./data",
      databaseUrl: null,
      appSecret: null,
      assistant: { kind: "demo" },
      trustProxy: 0,
    });
  });

  it("may say nothing in its variables, as docker compose does", () => {
    const names = [
      "PORT",
      "PUBLIC_URL",
      "DATA_DIR",
      "DATABASE_URL",
      "APP_SECRET",
      "TRUST_PROXY",
      "WEBHOOK_ALLOW_CIDRS",
    ];
    // What is a function is made anew each time.
    const saying = (env: Record<string, string>) => JSON.stringify(configOf(env));
    expect(saying(Object.fromEntries(names.map((name) => [name, ""])))).toBe(saying({}));
  });

  it("says where people reach it, without a slash at the end", () => {
    expect(configOf({ PORT: "8080" }).publicUrl).toBe("http://localhost:8080");
    expect(configOf({ PUBLIC_URL: "https://Help.example.com/" }).publicUrl).toBe("https://help.example.com");
    expect(configOf({ PUBLIC_URL: "https://example.com/desk//" }).publicUrl).toBe("https://example.com/desk");
  });

  it("may name a server, when it has a secret that all instances share", () => {
    const DATABASE_URL = "postgresql://u:p@db:5432/desk";
    expect(configOf({ DATABASE_URL, APP_SECRET: secret })).toMatchObject({
      databaseUrl: DATABASE_URL,
      appSecret: secret,
    });
    expect(problemsOf({ DATABASE_URL })).toEqual([expect.stringMatching(/^APP_SECRET is missing.*openssl rand/)]);
  });

  it.each<[string, string, RegExp]>([
    ["PORT", "http", /number from 0 to 65535/],
    ["PORT", "65536", /number from 0 to 65535/],
    ["PORT", "-1", /number from 0 to 65535/],
    ["PORT", "80.5", /number from 0 to 65535/],
    ["PUBLIC_URL", "help.example.com", /like https:\/\//],
    ["PUBLIC_URL", "ftp://help.example.com", /like https:\/\//],
    ["PUBLIC_URL", "https://help.example.com/?a=1", /without a query/],
    ["PUBLIC_URL", "https://help.example.com/#top", /without a query/],
    ["PUBLIC_URL", "https://user:pass@help.example.com", /without a query, a fragment or a user/],
    ["DATABASE_URL", "mysql://db/desk", /postgres:\/\//],
    ["DATABASE_URL", "db:5432", /postgres:\/\//],
    ["APP_SECRET", "short", /at least 32 characters/],
    ["TRUST_PROXY", "true", /how many proxies/],
    ["TRUST_PROXY", "-1", /how many proxies/],
    ["TRUST_PROXY", "11", /how many proxies/],
    ["ASSISTANT_URL", "assistant.example", /not a URL/],
  ])("with %s=%s is refused, naming the variable and what it must be", (name, value, says) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}\\b`));
    expect(problems[0]).toMatch(says);
  });

  it("is told of all that is wrong with it at once, and never of its secrets", () => {
    const wrong = {
      PORT: "x",
      PUBLIC_URL: "x",
      DATABASE_URL: "http://u:hunter2@db",
      APP_SECRET: "hunter2",
      TRUST_PROXY: "x",
      OPENAI_MODEL: "gpt",
      OPENAI_API_KEY: "hunter2 hunter2",
    };
    const problems = problemsOf(wrong);
    for (const name of ["PORT", "PUBLIC_URL", "DATABASE_URL", "APP_SECRET", "TRUST_PROXY", "OPENAI_API_KEY"])
      expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
    expect(problems.join()).not.toContain("hunter2");
  });
});
