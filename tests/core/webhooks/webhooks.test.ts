import { describe, expect, it } from "vitest";
import { networks } from "../../../core/webhooks/guard/networks.ts";
import { newSecret } from "../../../core/webhooks/secret.ts";
import { createWebhooks } from "../../../core/webhooks/webhooks.ts";
import { recordingLog } from "../../adapters/recording-log.ts";
import { aChatbot, firstChatbotId } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { anEndpoint } from "../../builders/endpoints.ts";
import { anEscalatedEvent } from "../../builders/events.ts";
import { anOpenEscalation } from "../../builders/notices.ts";
import { startStandInReceiver } from "../../stand-ins/webhooks/stand-in-receiver.ts";
import { eventId } from "./support/sending.ts";

describe("webhooks, as an adapter", () => {
  it("plan for an endpoint, and deliver there what they planned", async () => {
    const secret = newSecret();
    const receiver = await startStandInReceiver({ secret });
    const endpoint = anEndpoint({ url: receiver.hookUrl });
    const log = recordingLog();
    const webhooks = createWebhooks({
      secretsOf: async (chatbotId, id) =>
        chatbotId === firstChatbotId && id === endpoint.id
          ? { url: endpoint.url, secrets: [secret], compatibility: null }
          : null,
      allow: networks("127.0.0.0/8"),
      version: "1.2.3",
      now: () => new Date(),
      log,
    });
    const event = { ...anEscalatedEvent(), id: eventId };
    const conversation = aConversation({ escalation: anOpenEscalation() });
    const [planned] = webhooks.plan(event, aChatbot({ endpoints: [endpoint] }), conversation);
    const delivery = { ...aDelivery({ event, notice: null }), ...planned };
    expect(await webhooks.deliver(delivery, AbortSignal.timeout(10_000))).toMatchObject({ kind: "delivered" });
    expect(receiver.received).toMatchObject([{ raw: planned?.body, verdict: "verified" }]);
    expect(webhooks.name).toBe("webhooks");

    const elsewhere = { ...delivery, destination: { account: "webhooks", address: "gone" } };
    expect(await webhooks.deliver(elsewhere, AbortSignal.timeout(10_000))).toMatchObject({ kind: "rejected" });
    expect(log.lines).toEqual([]);
    await receiver.stop();
  });

  it("tell the operator when a URL leads inside, without the URL", async () => {
    const log = recordingLog();
    const webhooks = createWebhooks({
      secretsOf: async () => ({ url: "https://10.0.0.1/?key=hunter2", secrets: [newSecret()], compatibility: null }),
      allow: networks(),
      version: "1.2.3",
      now: () => new Date(),
      log,
    });
    const delivery = { ...aDelivery(), destination: { account: "webhooks", address: "e1" }, body: "{}" };
    expect(await webhooks.deliver(delivery, AbortSignal.timeout(10_000))).toEqual({
      kind: "refused",
      scope: "address",
      reason: expect.stringMatching(/^The endpoint's URL is not sent to\. 10\.0\.0\.1 is not a public address/),
    });
    expect(log.lines).toEqual([expect.stringMatching(/^warn .*"endpoint":"e1"/)]);
    expect(log.lines.join()).not.toContain("hunter2");
  });
});
