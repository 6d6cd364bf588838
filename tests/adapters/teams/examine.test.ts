import { describe, expect, it } from "vitest";
import type { Finding } from "../../../core/index.ts";
import { aChatbot, aConnection } from "../../builders/chatbots.ts";
import { aTeamsDesk } from "./teams-desk.ts";

type TeamsDesk = Awaited<ReturnType<typeof aTeamsDesk>>;

async function aConnectedDesk(setting: Parameters<typeof aTeamsDesk>[0] = {}) {
  const desk = await aTeamsDesk(setting);
  await desk.teams.say({ channel: desk.channel.id, text: "connect", mention: true });
  await desk.teams.settled();
  return desk;
}

async function examine({ adapter, desk }: TeamsDesk): Promise<readonly Finding[]> {
  if (!adapter.examine) throw new Error("Teams cannot be examined.");
  const connections = desk.connected.map(({ connection }) => aConnection(connection));
  return adapter.examine(AbortSignal.timeout(10_000), [aChatbot({ connections })]);
}

const inWords = (findings: readonly Finding[]) => findings.map(({ level, what }) => `${level}: ${what}`);

describe("the doctor in Teams", () => {
  it("finds all well, without posting anything", async () => {
    const desk = await aConnectedDesk();
    const before = desk.teams.messages(desk.channel.id).length;
    expect(inWords(await examine(desk))).toEqual([
      "ok: Microsoft takes TEAMS_APP_ID and TEAMS_APP_PASSWORD.",
      'ok: Teams is expected at https://desk.example/adapters/teams/messages: the same must stand at https://portal.azure.com → your Azure Bot → "Configuration" → "Messaging endpoint".',
      "ok: Teams: Deskbell is in Acme › Support.",
    ]);
    expect(desk.teams.messages(desk.channel.id)).toHaveLength(before);
  });

  it("names a secret that is no longer good, and asks nothing more", async () => {
    const desk = await aConnectedDesk();
    desk.teams.revoke();
    const found = await examine(desk);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({
      level: "broken",
      what: expect.stringMatching(/client secret.*TEAMS_APP_PASSWORD/),
    });
  });

  it("names a channel that is gone", async () => {
    const desk = await aConnectedDesk();
    desk.teams.deleteChannel(desk.channel.id);
    await desk.teams.settled();
    expect((await examine(desk)).at(-1)).toMatchObject({
      level: "broken",
      what: expect.stringMatching(/channel Acme › Support is gone from Teams/),
    });
  });

  it("says when Microsoft cannot be asked at all", async () => {
    const desk = await aConnectedDesk();
    await desk.teams.stop();
    expect((await examine(desk))[0]).toMatchObject({
      level: "broken",
      what: "Teams could not be asked: Microsoft's sign-in service does not answer.",
      todo: expect.stringContaining("login.microsoftonline.com"),
    });
  });

  it("says of a Workflows webhook only what can be known", async () => {
    const { adapter } = await aTeamsDesk({
      env: { TEAMS_WORKFLOW_URL: "https://prod-1.westeurope.logic.azure.com/workflows/x?sig=secret" },
    });
    const found = inWords((await adapter.examine?.(AbortSignal.timeout(10_000), [])) ?? []);
    expect(found.at(-1)).toBe(
      "ok: Teams: TEAMS_WORKFLOW_URL leads to prod-1.westeurope.logic.azure.com; whether its flow is on shows with the next post.",
    );
    expect(found.join()).not.toContain("secret");
  });
});
