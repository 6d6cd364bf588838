import type { Adapter } from "../adapter.ts";
import { createDeliver, type DeliverParts } from "./deliver.ts";
import { createExamine } from "./examine.ts";
import { createGuard } from "./guard/guard.ts";
import type { Networks } from "./guard/networks.ts";
import { createResolve, type Resolve } from "./guard/resolve.ts";
import { plan } from "./plan.ts";

export interface WebhooksParts extends Omit<DeliverParts, "guard"> {
  /** Networks that are sent to though they are not public. */
  readonly allow: Networks;
  readonly resolve?: Resolve;
}

/** Our own events, sent to the endpoints of whoever subscribed: an adapter like any other, from inside. */
export function createWebhooks({ allow, resolve = createResolve(), ...parts }: WebhooksParts): Adapter {
  const guard = createGuard({ allow, resolve });
  return {
    name: "webhooks",
    plan: (event, chatbot, conversation) => plan(event, chatbot, conversation ?? null),
    deliver: createDeliver({ ...parts, guard }),
    examine: createExamine(guard),
  };
}
