import type { Destination, PostedRef } from "../../core/index.ts";

export const adapterName = "teams";

/** The account of everything that goes through a Workflows webhook instead of the bot. */
export const workflows = "workflows";

export function channelAt(tenantId: string, channelId: string): Destination {
  return { account: tenantId, address: channelId };
}

/** Channel and activity: together the name of a message, in the channel or in a thread. */
export function refOf(channelId: string, activityId: string): PostedRef {
  return `${channelId}/${activityId}`;
}

export function messageAt(ref: PostedRef): { readonly channelId: string; readonly activityId: string } {
  const slash = ref.lastIndexOf("/");
  return { channelId: ref.slice(0, slash), activityId: ref.slice(slash + 1) };
}

/** The conversation that a message of the channel is the root of. */
export function threadOf(ref: PostedRef): string {
  const { channelId, activityId } = messageAt(ref);
  return `${channelId};messageid=${activityId}`;
}

/** `19:…@thread.tacv2;messageid=…` → `19:…@thread.tacv2` */
export function channelOf(conversationId: string): string {
  return conversationId.split(";messageid=")[0] ?? "";
}
