import { type Networks, readNetworks } from "./guard/networks.ts";

export interface WebhookConfig {
  /** Networks that are sent to though they are not public, there in plain http as well. */
  readonly allow: Networks;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Problems name the variable and what is wrong with it. */
export function readWebhookConfig(
  env: Env,
): { readonly config: WebhookConfig } | { readonly problems: readonly string[] } {
  const cidrs = (env.WEBHOOK_ALLOW_CIDRS ?? "")
    .split(",")
    .map((cidr) => cidr.trim())
    .filter((cidr) => cidr !== "");
  const read = readNetworks(cidrs);
  if ("networks" in read) return { config: { allow: read.networks } };
  return {
    problems: read.wrong.map(
      (cidr) =>
        `WEBHOOK_ALLOW_CIDRS has “${cidr}” in it, which is not a network. They are written like 10.0.5.0/24 or fd00:5::/48, with commas between them, and are those of your own in which webhooks may be received.`,
    ),
  };
}
