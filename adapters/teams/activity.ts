import { z } from "zod";
import { channelOf } from "./refs.ts";

const id = z.string().min(1).max(1000);
const text = z.string().catch("");

/** What every activity of a channel brings, as far as it is read here. */
export const Activity = z.object({
  type: id,
  id,
  channelId: z.string(),
  serviceUrl: z.url().max(500),
  name: z.string().optional(),
  replyToId: id.optional(),
  text: z.string().max(50_000).optional(),
  value: z.unknown().optional(),
  action: z.string().optional(),
  from: z.object({ id, name: text.default(""), aadObjectId: z.string().nullish() }),
  recipient: z.object({ id }),
  conversation: z.object({ id, conversationType: z.string().nullish(), tenantId: z.string().nullish() }),
  entities: z
    .array(z.object({ type: text, text: z.string().nullish(), mentioned: z.object({ id: text }).nullish() }))
    .nullish()
    .catch(null),
  membersAdded: z.array(z.object({ id: text })).nullish(),
  membersRemoved: z.array(z.object({ id: text })).nullish(),
  channelData: z
    .object({
      eventType: z.string().nullish(),
      tenant: z.object({ id }).nullish(),
      team: z.object({ id, name: z.string().nullish() }).nullish(),
      channel: z.object({ id, name: z.string().nullish() }).nullish(),
    })
    .nullish(),
});
export type Activity = z.infer<typeof Activity>;

/** Where it was said or done: a channel of a team, or something else (a group chat, a personal chat). */
export function placeIn({ channelData, conversation }: Activity) {
  const channelId = channelData?.channel?.id ?? (channelData?.team ? channelOf(conversation.id) : undefined);
  const teamId = channelData?.team?.id;
  return channelId && teamId ? { channelId, teamId } : null;
}

export function tenantOf({ channelData, conversation }: Activity): string {
  return (channelData?.tenant?.id ?? conversation.tenantId ?? "").toLowerCase();
}
