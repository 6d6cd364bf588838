import { describe, expect, it, vi } from "vitest";
import { microsoft } from "../../../adapters/teams/cloud.ts";
import { readTeamsConfig } from "../../../adapters/teams/config.ts";
import { installTeams } from "../../../adapters/teams/index.ts";
import { addressOf } from "../../../adapters/teams/workflow.ts";
import { ConfigurationError } from "../../../core/index.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { testKeys } from "../test-keys.ts";
import { aTeamsDesk } from "./teams-desk.ts";

const id = "5F6A1B2C-3d4e-4f50-8192-a3b4c5d6e7f8";
const whole = { TEAMS_APP_ID: id, TEAMS_APP_PASSWORD: "a~secret", TEAMS_TENANT_ID: id };
const workflowUrl = "https://prod-01.westeurope.logic.azure.com/workflows/abc/triggers/manual/paths/invoke?sig=hunter2";

function install(env: Record<string, string>, desk = recordingDesk(), log = recordingLog()) {
  return installTeams({ env, publicUrl: "https://desk.example", desk, log, now: () => new Date(), keyFor: testKeys });
}

async function problemsOf(env: Record<string, string>): Promise<readonly string[]> {
  try {
    await install(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("the configuration", () => {
  it("takes blank variables for unset ones", async () => {
    expect(await install({ TEAMS_APP_ID: " ", TEAMS_APP_PASSWORD: "", TEAMS_WORKFLOW_URL: "  " })).toBeNull();
  });

  it("names all problems at once, each with the page where its value is found", async () => {
    const problems = await problemsOf({
      TEAMS_APP_ID: "deskbell",
      TEAMS_APP_TYPE: "Single-Tenant",
      TEAMS_WORKFLOW_URL: "https://evil.example/?sig=hunter2",
    });
    const pages = {
      TEAMS_APP_ID: "https://portal.azure.com",
      TEAMS_TENANT_ID: "https://portal.azure.com",
      TEAMS_APP_TYPE: "https://portal.azure.com",
      TEAMS_APP_PASSWORD: "https://entra.microsoft.com",
      TEAMS_WORKFLOW_URL: "Post to a channel when a webhook request is received",
    };
    expect(problems).toHaveLength(5);
    for (const [name, page] of Object.entries(pages))
      expect(problems.filter((problem) => problem.startsWith(`${name} `) && problem.includes(page))).toHaveLength(1);
  });

  it("knows a secret's id that was pasted for its value", async () => {
    const problems = await problemsOf({ ...whole, TEAMS_APP_PASSWORD: "0b1c2d3e-4f50-4182-93a4-b5c6d7e8f901" });
    expect(problems).toEqual([expect.stringMatching(/^TEAMS_APP_PASSWORD holds the "Secret ID".*column "Value"/)]);
  });

  it("never repeats a secret", async () => {
    const secrets = { TEAMS_APP_PASSWORD: "0b1c2d3e-4f50-4182-93a4-b5c6d7e8f901", TEAMS_WORKFLOW_URL: "hunter2" };
    expect((await problemsOf(secrets)).join()).not.toMatch(/hunter2|0b1c2d3e/);
  });

  it("wants no password of a managed identity, and a password of everybody else", async () => {
    expect(await problemsOf({ ...whole, TEAMS_APP_TYPE: "UserAssignedMSI" })).toEqual([
      "TEAMS_APP_PASSWORD is set, but a managed identity (TEAMS_APP_TYPE) has none: leave it out.",
    ]);
    const { TEAMS_APP_PASSWORD: _, ...without } = whole;
    expect(readTeamsConfig({ ...without, TEAMS_APP_TYPE: "UserAssignedMSI" }, microsoft)?.bot).toEqual({
      appId: id.toLowerCase(),
      appPassword: null,
      tenantId: id.toLowerCase(),
      appType: "UserAssignedMSI",
    });
    for (const TEAMS_APP_TYPE of ["SingleTenant", "MultiTenant"])
      expect(await problemsOf({ ...without, TEAMS_APP_TYPE })).toEqual([
        expect.stringContaining("TEAMS_APP_PASSWORD is missing"),
      ]);
  });

  it.each(["single", "singletenant", "Multi-Tenant", "MSI"])(
    "refuses %j as a type, which the SDK would take for MultiTenant",
    async (TEAMS_APP_TYPE) => {
      expect(await problemsOf({ ...whole, TEAMS_APP_TYPE })).toHaveLength(1);
    },
  );

  it.each(["deskbell", "00000000-0000-0000-0000-000000000000", `${id}0`, "28:5f6a1b2c-3d4e-4f50-8192-a3b4c5d6e7f8"])(
    "refuses %j as an id",
    async (odd) => {
      expect(await problemsOf({ ...whole, TEAMS_APP_ID: odd })).toHaveLength(1);
      expect(await problemsOf({ ...whole, TEAMS_TENANT_ID: odd })).toHaveLength(1);
    },
  );

  it.each([
    "http://prod-01.westeurope.logic.azure.com/workflows/abc",
    "https://logic.azure.com.evil.example/x",
    "https://evil.example/logic.azure.com",
    "https://evillogic.azure.com/x",
    "https://evil.example#.logic.azure.com",
    "https://user@169.254.169.254/.logic.azure.com",
    "https://169.254.169.254/latest",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "logic.azure.com",
  ])("calls no %s as a webhook", async (TEAMS_WORKFLOW_URL) => {
    expect(await problemsOf({ TEAMS_WORKFLOW_URL })).toHaveLength(1);
  });

  it.each([
    workflowUrl,
    "https://default1234.5a.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/x?sig=y",
  ])("calls %s as a webhook", async (TEAMS_WORKFLOW_URL) => {
    expect(await problemsOf({ TEAMS_WORKFLOW_URL })).toEqual([]);
  });
});

describe("at start", () => {
  it("connects the webhook to the first chatbot by a name that betrays nothing, and hears nobody", async () => {
    const [desk, log] = [recordingDesk(), recordingLog()];
    const adapter = await install({ TEAMS_WORKFLOW_URL: workflowUrl }, desk, log);
    expect(adapter?.callbacks).toBeUndefined();
    await adapter?.run?.(AbortSignal.timeout(1000));
    expect(desk.connected.map(({ connection }) => connection)).toEqual([
      {
        adapter: "teams",
        account: "workflows",
        address: addressOf(workflowUrl),
        label: "the Workflows webhook",
        relayMode: "alerts_only",
      },
    ]);
    expect(JSON.stringify([desk.connected, log.lines])).not.toMatch(/hunter2|logic\.azure/);
  });

  it("connects the webhook once the desk can be asked", async () => {
    const [desk, log] = [recordingDesk(), recordingLog()];
    desk.breaks(new Error("database away"));
    const adapter = await install({ TEAMS_WORKFLOW_URL: workflowUrl }, desk, log);
    const ran = adapter?.run?.(AbortSignal.timeout(10_000));
    await vi.waitUntil(() => log.lines.some((line) => line.includes("database away")));
    desk.breaks(null);
    await ran;
    expect(desk.connected).toHaveLength(1);
  });

  it("has both, the bot and the webhook", async () => {
    const { desk, adapter, log } = await aTeamsDesk({
      cloud: (cloud) => ({ ...cloud, isWorkflow: () => true }),
      env: { TEAMS_WORKFLOW_URL: workflowUrl },
    });
    expect(adapter.callbacks).toBeDefined();
    await vi.waitUntil(() => desk.connected.length > 0);
    expect(desk.connected[0]?.connection.account).toBe("workflows");
    expect(log.lines).toContain(
      "info Teams: messages and buttons come to https://desk.example/adapters/teams/messages {}",
    );
  });

  it("asks Teams for nothing: it may be away", async () => {
    const { teams, log } = await aTeamsDesk();
    await vi.waitUntil(() => log.lines.length > 0);
    expect(teams.calls).toEqual([]);
  });

  it("says nothing of the secret", async () => {
    const { log, teams } = await aTeamsDesk();
    await vi.waitUntil(() => log.lines.length > 0);
    expect(log.lines.join()).not.toContain(teams.appPassword);
  });
});
