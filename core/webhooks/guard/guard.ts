import { isPublic } from "./is-public.ts";
import type { Networks } from "./networks.ts";
import { readUrl, type Target } from "./read-url.ts";
import type { Resolve } from "./resolve.ts";

/** Where to connect to: every one of these addresses was looked at, and no other may be. */
export interface Route {
  readonly url: URL;
  readonly addresses: readonly [string, ...string[]];
}

export interface Obstacle {
  /** url: as it stands it is never sent to. leads_inside, unknown, failing: what its name leads to just now. */
  readonly kind: "url" | "leads_inside" | "unknown" | "failing";
  readonly problem: string;
}

export type Guard = ReturnType<typeof createGuard>;

/**
 * Keeps what chatbot owners enter as URLs from reaching inside: only public addresses are sent to, and those that the
 * operator allows (there in plain http as well). A name is looked at when it is saved and again at every attempt.
 */
export function createGuard({ allow, resolve }: { readonly allow: Networks; readonly resolve: Resolve }) {
  /** Looks where a URL leads. Whoever connects must use the addresses, so that nothing can change in between. */
  async function find(text: string, signal: AbortSignal): Promise<Route | Obstacle> {
    const read = readUrl(text);
    if ("problem" in read) return { kind: "url", problem: read.problem };
    const { target } = read;
    return target.host.kind === "address" ? vetAddress(target, target.host.address) : findName(target, signal);
  }

  function vetAddress({ url, secure }: Target, address: string): Route | Obstacle {
    if (!isPublic(address) && !allow.has(address))
      return { kind: "url", problem: `${address} is not a public address. ${onlyPublic}` };
    if (!secure && !allow.has(address)) return { kind: "url", problem: onlyHttps };
    return { url, addresses: [address] };
  }

  async function findName({ url, host, secure }: Target, signal: AbortSignal): Promise<Route | Obstacle> {
    if (host.kind !== "name") throw new Error("An address needs no looking up.");
    if (!secure && allow.isEmpty) return { kind: "url", problem: onlyHttps };
    if (host.inside && allow.isEmpty)
      return { kind: "url", problem: `“${host.name}” is not the name of a public host. ${onlyPublic}` };
    const found = await resolve(host.name, host.inside, signal);
    if (found === "unknown") return { kind: "unknown", problem: `There is no host named ${host.name}. Check the URL.` };
    if (found === "failing")
      return { kind: "failing", problem: `The name ${host.name} could not be looked up in DNS.` };
    // One that is not public is enough: nobody says which of them would be connected to.
    if (!found.every((address) => isPublic(address) || allow.has(address)))
      return { kind: "leads_inside", problem: `${host.name} leads to an address that is not public. ${onlyPublic}` };
    if (!secure && !found.every(allow.has)) return { kind: "url", problem: onlyHttps };
    const [first, ...others] = found;
    if (first === undefined) return { kind: "unknown", problem: `${host.name} has no address. Check the URL.` };
    return { url, addresses: [first, ...others] };
  }

  /** For an endpoint that is being saved: its URL as it will be kept, or a sentence for whoever entered it. */
  async function checkUrl(
    text: string,
    signal: AbortSignal,
  ): Promise<{ readonly url: string } | { readonly problem: string }> {
    const read = readUrl(text);
    if ("problem" in read) return read;
    const found = await find(read.target.url.href, signal);
    // That DNS does not answer just now is not the owner's fault.
    if ("problem" in found && found.kind !== "failing") return { problem: found.problem };
    return { url: read.target.url.href };
  }

  return { checkUrl, find };
}

const onlyPublic =
  "Webhooks go to public addresses only, and to networks that the operator of Deskbell allows (WEBHOOK_ALLOW_CIDRS).";
const onlyHttps =
  "The URL must begin with https://. Plain http is for networks that the operator of Deskbell allows (WEBHOOK_ALLOW_CIDRS).";
