import { onTestFinished } from "vitest";
import { installEmail } from "../../../adapters/email/index.ts";
import type { AdapterContext, Delivery } from "../../../core/index.ts";
import { aChatbot } from "../../builders/chatbots.ts";
import { aConversation } from "../../builders/conversations.ts";
import { aDelivery } from "../../builders/deliveries.ts";
import { anEscalatedEvent } from "../../builders/events.ts";
import { anOpenEscalation, escalatedAt } from "../../builders/notices.ts";
import { recordingDesk } from "../recording-desk.ts";
import { recordingLog } from "../recording-log.ts";
import { serveCallbacks } from "../serve-callbacks.ts";
import { testKeys } from "../test-keys.ts";
import { aRecipient, publicUrl } from "./email-parts.ts";

/** E-mail as it is installed, with a desk that writes down what it is asked. */
export async function anEmailDesk(env: Record<string, string> = {}, with_: Partial<AdapterContext> = {}) {
  const desk = recordingDesk();
  const log = recordingLog();
  let time = new Date(escalatedAt.getTime() + 1_000);
  const context = { publicUrl, desk, log, now: () => time, keyFor: testKeys, ...with_ };
  const adapter = await installEmail({ ...context, env: { EMAIL_FROM: "desk@acme.example", ...env } });
  if (!adapter) throw new Error("E-mail stays away.");

  /** The alert for one recipient, or what it is to be instead. */
  function alert(delivery: Partial<Delivery> = {}, recipient = aRecipient()): Delivery {
    const event = anEscalatedEvent();
    const conversation = aConversation({ escalation: anOpenEscalation() });
    const [planned] = adapter?.plan(event, aChatbot({ recipients: [recipient] }), conversation) ?? [];
    if (!planned) throw new Error("Nobody is mailed.");
    return aDelivery({ ...planned, event, notice: null, ...delivery });
  }

  return {
    adapter,
    desk,
    log,
    alert,
    deliver: (delivery: Partial<Delivery> = {}, signal: AbortSignal = AbortSignal.timeout(10_000)) =>
      adapter.deliver(alert(delivery), signal),
    becomes: (later: Date) => {
      time = later;
    },
    async serve(): Promise<string> {
      const server = await serveCallbacks(adapter);
      onTestFinished(server.stop);
      return server.url;
    },
  };
}

export type EmailDesk = Awaited<ReturnType<typeof anEmailDesk>>;
