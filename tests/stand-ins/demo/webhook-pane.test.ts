import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newSecret } from "../../../core/webhooks/secret.ts";
import { sendTo } from "../../core/webhooks/support/sending.ts";
import { startWebhookPane } from "./webhook-pane.ts";

describe("the webhook receiver of the demo", () => {
  let pane: Awaited<ReturnType<typeof startWebhookPane>>;
  beforeEach(async () => {
    pane = await startWebhookPane();
  });
  afterEach(() => pane.stop());

  it("counts an escalation whose signature holds", async () => {
    const [step] = pane.pane.steps;
    const secret = newSecret();
    const allow = [pane.env.WEBHOOK_ALLOW_CIDRS ?? ""];
    const { send } = sendTo({ url: pane.receiver.hookUrl, secrets: [secret] }, { allow });
    pane.receiver.expectSecret(newSecret());
    await send();
    expect(step?.done()).toBe(false);
    pane.receiver.expectSecret(secret);
    await send();
    expect(step?.done()).toBe(true);
  });
});
