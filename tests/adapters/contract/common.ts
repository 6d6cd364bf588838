import { expect, it } from "vitest";
import { ConfigurationError } from "../../../core/index.ts";
import { aChatbot, aConnection } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import { aClaimedEvent, anEscalatedEvent, aReceivedEvent } from "../../builders/events.ts";
import type { AdapterUnderContract, ChannelPlatform, MailboxPlatform } from "../adapter-contract.ts";
import type { Stage } from "./stage.ts";

/** What is promised of every surface. */
export function keepsWhatAllKeep(
  { name, install, halves }: AdapterUnderContract,
  stage: Stage<ChannelPlatform> | Stage<MailboxPlatform>,
): void {
  it.each(halves)("refuses to start by halves, naming $missing", async ({ env, missing }) => {
    await expect(install(stage.context(env))).rejects.toThrow(ConfigurationError);
    await expect(install(stage.context(env))).rejects.toThrow(missing);
  });

  it("has the name it is known by", () => {
    expect(stage.adapter.name).toBe(name);
  });

  it("plans nothing for a chatbot that has nobody there", () => {
    const elsewhere = aChatbot({ connections: [aConnection({ adapter: "somewhere-else" })] });
    for (const event of [anEscalatedEvent(), aClaimedEvent(), aReceivedEvent()]) {
      expect(stage.adapter.plan(event, aChatbot(), aConversation())).toEqual([]);
      expect(stage.adapter.plan(event, elsewhere, aConversation())).toEqual([]);
    }
  });

  it("comes back after the platform's own delay when it sends too fast", async () => {
    stage.platform.limitRate(7);
    const outcome = await stage.deliver();
    expect(outcome.kind).toBe("retry");
    // A moment in time that was told in whole seconds may be up to one of them nearer.
    const afterMs = outcome.kind === "retry" ? (outcome.afterMs ?? 0) : 0;
    expect(afterMs).toBeGreaterThan(5_900);
    expect(afterMs).toBeLessThanOrEqual(8_000);
    expect(stage.platform.shown()).toEqual([]);
  });

  it("says in an owner's words that its credentials were revoked", async () => {
    stage.platform.revoke();
    const outcome = await stage.deliver();
    expect(outcome).toMatchObject({ kind: "refused", scope: "account" });
    expect(outcome.kind === "refused" && outcome.reason).toMatch(/revoked|no longer/);
  });

  it("ends when the signal says so", async () => {
    const outcome = await stage.deliver({}, AbortSignal.abort());
    expect(outcome.kind).toBe("retry");
    expect(stage.platform.shown()).toEqual([]);
  });

  it("refuses an unsigned callback, and does nothing", async () => {
    const answer = await fetch(stage.url + (stage.platform.callbackPath ?? "/events"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ type: "message", event: { type: "message" } }),
    });
    expect(answer.status).toBe(stage.platform.callbackPath ? 401 : 404);
    expect(stage.desk.acts).toEqual([]);
  });
}
