import type { Destination, PostedRef } from "../../core/index.ts";

export const adapterName = "slack";

/**
 * The account of the one workspace that SLACK_BOT_TOKEN belongs to. A constant, because connections and plans must
 * work before Slack has ever answered; workspaces installed by OAuth will have their team id here.
 */
export const theWorkspace = "workspace";

/** What every post carries in its metadata, so that a post whose answer was lost can be found again. */
export const deliveryEvent = "deskbell_delivery";

export function channelAt(address: string): Destination {
  return { account: theWorkspace, address };
}

/** Channel and timestamp: together Slack's only name for a message. */
export function refOf(channel: string, ts: string): PostedRef {
  return `${channel}/${ts}`;
}

export function messageAt(ref: PostedRef): { readonly channel: string; readonly ts: string } {
  const slash = ref.indexOf("/");
  return { channel: ref.slice(0, slash), ts: ref.slice(slash + 1) };
}
