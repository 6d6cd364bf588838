import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { installSlack } from "../../adapters/slack/index.ts";
import { examineDeskbell } from "../../core/examine-deskbell.ts";
import { compileServer } from "../journeys/support/compile-server.ts";
import { startStandInSlack } from "../stand-ins/slack/stand-in-slack.ts";
import { operatorToken } from "../support/api.ts";
import { homes, makeHome } from "../support/database.ts";
import { eventually, openDeskbell } from "../support/deskbell.ts";

const inWords = (findings: Awaited<ReturnType<typeof examineDeskbell>>) =>
  findings.map(({ level, what }) => `${level}: ${what}`);

async function aSlack() {
  const slack = await startStandInSlack();
  slack.createChannel({ id: "C0SUPPORT1", name: "support" });
  onTestFinished(slack.stop);
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
  };
  return { slack, env };
}

describe.each(homes)("the doctor, with data on the %s database", (home) => {
  it("finds what is connected, and what is wrong with it, while nothing is running", async () => {
    const { slack, env } = await aSlack();
    const deskbell = await openDeskbell(home, {
      adapters: [installSlack],
      env: { ...env, SLACK_CHANNEL: "C0SUPPORT1" },
    });
    onTestFinished(deskbell.close);
    await eventually(() => slack.calls.some(({ method }) => method === "conversations.info"));
    await deskbell.stop();
    await slack.archive("C0SUPPORT1");
    const found = await examineDeskbell({ env: { ...deskbell.env, ...env, PORT: "1" }, adapters: [installSlack] });
    expect(inWords(found)).toContainEqual(expect.stringMatching(/^broken: The Slack channel .* is archived/));
  }, 60_000);

  it("changes nothing in a database that was never used", async () => {
    const place = await makeHome(home);
    onTestFinished(place.remove);
    const found = inWords(await examineDeskbell({ env: { ...place.env, PORT: "1" }, adapters: [] }));
    expect(found[0]).toMatch(/^ok: .*the next start brings it up to date\.$/);
    const again = inWords(await examineDeskbell({ env: { ...place.env, PORT: "1" }, adapters: [] }));
    expect(again).toEqual(found);
  });
});

describe("the doctor beside a running server", () => {
  it("asks it, which holds the database, and shows what it finds to nobody else", async () => {
    const { slack, env } = await aSlack();
    const deskbell = await openDeskbell("embedded", { adapters: [installSlack], env });
    onTestFinished(deskbell.close);
    slack.misbehave({ how: "refuse", error: "token_revoked" });
    const found = inWords(
      await examineDeskbell({ env: { ...deskbell.env, PORT: String(deskbell.port) }, adapters: [] }),
    );
    expect(found[0]).toBe("ok: The embedded database in DATA_DIR answers.");
    expect(found).toContainEqual(expect.stringMatching(/^ok: PUBLIC_URL .* leads to Deskbell\.$/));
    expect(found).toContainEqual(expect.stringMatching(/^broken: .*token_revoked/));

    const findings = `${deskbell.url}/operator/findings`;
    expect((await fetch(findings)).status).toBe(401);
    const forged = { authorization: `Bearer dk_operator_${Date.now() + 1_000}_${"a".repeat(43)}` };
    expect((await fetch(findings, { headers: forged })).status).toBe(401);
    const other = { authorization: `Bearer ${await operatorToken(deskbell)}` };
    expect((await fetch(findings, { headers: other })).status, "for another purpose").toBe(401);
  });

  it("makes nothing where nothing was started", async () => {
    const DATA_DIR = join(tmpdir(), `deskbell-never-${process.pid}`);
    const found = inWords(await examineDeskbell({ env: { DATA_DIR, PORT: "1" }, adapters: [] }));
    expect(found[0]).toBe(`ok: The first start will make the embedded database in ${DATA_DIR}.`);
    expect(existsSync(DATA_DIR)).toBe(false);
  });
});

describe("the doctor", () => {
  it("names every variable that is wrong, and looks at the rest all the same", async () => {
    const { env } = await aSlack();
    const found = inWords(
      await examineDeskbell({ env: { PORT: "abc", TRUST_PROXY: "x", ...env }, adapters: [installSlack] }),
    );
    expect(found).toContainEqual(expect.stringMatching(/^broken: PORT is "abc"/));
    expect(found).toContainEqual(expect.stringMatching(/^broken: TRUST_PROXY is "x"/));
    expect(found).toContain("ok: Slack takes SLACK_BOT_TOKEN: workspace Acme support.");
  });

  it("says that a database server does not answer, and looks at the rest all the same", async () => {
    const { env } = await aSlack();
    const DATABASE_URL = "postgres://postgres@127.0.0.1:1/nowhere";
    const APP_SECRET = "a secret of thirty-two characters or so";
    const found = inWords(
      await examineDeskbell({ env: { DATABASE_URL, APP_SECRET, PORT: "1", ...env }, adapters: [installSlack] }),
    );
    expect(found[0]).toMatch(/^broken: The database of DATABASE_URL cannot be used: .*ECONNREFUSED/);
    expect(found).toContain("ok: Slack takes SLACK_BOT_TOKEN: workspace Acme support.");
  });
});

describe("npm run doctor", () => {
  let server: Awaited<ReturnType<typeof compileServer>>;
  beforeAll(async () => {
    server = await compileServer();
  });
  afterAll(() => server.remove());

  async function doctor(env: Record<string, string>) {
    const run = spawn(process.execPath, [join(server.start, "../doctor.js")], {
      env: { PATH: process.env.PATH ?? "", PORT: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 60_000,
    });
    let printed = "";
    run.stdout.on("data", (part) => {
      printed += part;
    });
    const [code] = await once(run, "close");
    return { code, printed };
  }

  it("prints a line for each finding, with what to do, and exits with 1 if anything is broken", async () => {
    const place = await makeHome("embedded");
    onTestFinished(place.remove);
    const { code, printed } = await doctor({ ...place.env, SLACK_BOT_TOKEN: "xoxp-not-the-bots" });
    expect(code).toBe(1);
    expect(printed).toMatch(/^ {2}BROKEN {3}SLACK_BOT_TOKEN holds a user token/m);
    expect(printed).toMatch(/^ {2}warning {2}Deskbell is not running here.*\n {11}→ Start it with `npm start`/m);
    expect(printed).toMatch(/\n {2}\d+ broken, \d+ to look at\.\n/);
  });

  it("exits with 0 when nothing is broken", async () => {
    const place = await makeHome("embedded");
    onTestFinished(place.remove);
    expect(await doctor(place.env)).toMatchObject({ code: 0, printed: expect.stringContaining("Nothing is broken") });
  });
});
