import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { send } from "../support/api.ts";
import { openDeskbell } from "../support/deskbell.ts";

describe("npm run api-key", () => {
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  let place: string;
  let program: string;
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), "deskbell-key-"));
    program = join(place, "api-key.mjs");
    const source = fileURLToPath(new URL("../../core/api-key.ts", import.meta.url));
    await build({
      entryPoints: [source],
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "error",
    });
    deskbell = await openDeskbell("embedded", {
      adapters: [],
      chatbots: [
        { id: "00000000-0000-4000-8000-000000000001", name: "Lamps" },
        { id: "00000000-0000-4000-8000-000000000002", name: "Chairs" },
      ],
    });
  });
  afterAll(async () => {
    await deskbell.close();
    await rm(place, { recursive: true, force: true });
  });

  function run(args: readonly string[], env: Record<string, string> = {}) {
    const all = {
      PATH: process.env.PATH ?? "",
      PORT: String(deskbell.port),
      DATA_DIR: deskbell.env.DATA_DIR ?? "",
      ...env,
    };
    return new Promise<{ code: unknown; printed: string; said: string }>((resolve) => {
      execFile(process.execPath, [program, ...args], { env: all }, (error, printed, said) =>
        resolve({ code: error?.code ?? 0, printed, said }),
      );
    });
  }
  const keyIn = (printed: string) => /dk_live_\S+/.exec(printed)?.[0] ?? null;

  it("makes a key for everything of the first chatbot", async () => {
    const { code, printed, said } = await run([]);
    expect([code, said]).toEqual([0, ""]);
    expect(printed).toContain("shown only now");
    expect((await send(deskbell.url, keyIn(printed), "GET", "/settings")).status).toBe(200);
    const { body } = await send(deskbell.url, keyIn(printed), "GET", "/api-keys");
    expect(body.api_keys).toMatchObject([{ chatbot_id: "00000000-0000-4000-8000-000000000001" }]);
  });

  it("makes one as it is told", async () => {
    const { printed } = await run([
      "--chatbot",
      "chairs",
      "--name",
      "Helpdesk",
      "--scopes",
      "settings:read, keys:write",
    ]);
    const { body } = await send(deskbell.url, keyIn(printed), "GET", "/api-keys");
    expect(body.api_keys).toMatchObject([
      { name: "Helpdesk", scopes: ["settings:read", "keys:write"], chatbot_id: "00000000-0000-4000-8000-000000000002" },
    ]);
    expect((await send(deskbell.url, keyIn(printed), "GET", "/deliveries")).status).toBe(403);
  });

  it.each<[string, string[], Record<string, string>, RegExp]>([
    [
      "nobody answers",
      ["--url", "http://127.0.0.1:9"],
      {},
      /No Deskbell answers at http:\/\/127\.0\.0\.1:9\. Start it with npm start/,
    ],
    ["it was never started there", [], { DATA_DIR: "/nowhere" }, /no secret in \/nowhere.*npm start/s],
    ["the secret is another one", [], { APP_SECRET: "x".repeat(32) }, /runs with another secret/],
    [
      "there is no such chatbot",
      ["--chatbot", "Tables"],
      {},
      /made no key \(HTTP 404\)\. There is no chatbot "Tables"/,
    ],
    ["there is no such scope", ["--scopes", "everything"], {}, /no scope everything.*webhooks:read/],
    ["there is no such option", ["--chatbots", "x"], {}, /--chatbots.*npm run api-key --/s],
    ["the address is none", ["--url", "here"], {}, /--url: here is not an address/],
    ["the environment is wrong", [], { PORT: "http" }, /PORT is "http"/],
  ])("says what to do where %s", async (_, args, env, says) => {
    const { code, printed, said } = await run(args, env);
    expect([code, printed]).toEqual([1, ""]);
    expect(said).toMatch(says);
    expect(said).not.toMatch(/\bat \S+ \(|dk_operator/);
  });
});
