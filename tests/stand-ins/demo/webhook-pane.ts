import { type StandInReceiver, startStandInReceiver } from "../webhooks/stand-in-receiver.ts";
import type { StandIn } from "./stand-in.ts";

/** A developer's own receiver: what it is told, and whether the signature holds. Plain http, on a network that is allowed for it. */
export async function startWebhookPane(): Promise<StandIn & { readonly receiver: StandInReceiver }> {
  const receiver = await startStandInReceiver();
  const arrived = (event: string) =>
    receiver.accepted().some((each) => each.event === event && each.verdict === "verified");

  return {
    receiver,
    env: { WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8" },
    pane: {
      name: "Webhooks",
      about: "What your code receives",
      url: `${receiver.url}/`,
      steps: [{ todo: "See the signed webhook arrive", done: () => arrived("conversation.escalated") }],
    },
    meet() {},
    stop: receiver.stop,
  };
}
