import { z } from "zod";
import type { DeliveryId, EscalationDesk } from "../../core/index.ts";
import type { IdentityWatch } from "./identity.ts";
import { adapterName, channelAt, deliveryEvent, refOf } from "./refs.ts";

const OwnMessage = z.object({
  channel: z.string(),
  ts: z.string(),
  bot_id: z.string(),
  metadata: z.object({
    event_type: z.literal(deliveryEvent),
    event_payload: z.object({ delivery_id: z.string().transform((id) => id as DeliveryId) }),
  }),
});

const Joined = z.object({ channel: z.string(), user: z.string() });
const Unarchived = z.object({ channel: z.string() });

/** What Slack tells of its own accord. People's messages are not read here. */
export function createHearEvents(desk: EscalationDesk, identity: IdentityWatch) {
  return {
    /** Our own message, announced by Slack: the receipt of a delivery whose answer may have been lost. */
    async message(event: unknown): Promise<void> {
      const own = OwnMessage.safeParse(event).data;
      if (!own || own.bot_id !== identity.known()?.botId) return;
      const { channel, ts, metadata } = own;
      await desk.confirm(adapterName, channelAt(channel), metadata.event_payload.delivery_id, refOf(channel, ts));
    },
    async joined(event: unknown): Promise<void> {
      const joined = Joined.safeParse(event).data;
      if (joined && joined.user === identity.known()?.botUserId)
        await desk.resume(adapterName, channelAt(joined.channel));
    },
    async unarchived(event: unknown): Promise<void> {
      const unarchived = Unarchived.safeParse(event).data;
      if (unarchived) await desk.resume(adapterName, channelAt(unarchived.channel));
    },
  };
}
