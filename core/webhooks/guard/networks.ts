import { BlockList, isIP } from "node:net";

/** A set of IPv4 and IPv6 networks. */
export interface Networks {
  readonly isEmpty: boolean;
  has(address: string): boolean;
}

/** Reads networks in CIDR notation, or single addresses; names those that are neither. */
export function readNetworks(cidrs: readonly string[]): { networks: Networks } | { wrong: readonly string[] } {
  // Two lists: one list would find ::ffff:10.0.0.1 in 10.0.0.0/8, and what is allowed is what was written.
  const v4 = new BlockList();
  const v6 = new BlockList();
  const wrong = cidrs.filter((cidr) => {
    const [, address = "", prefix] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(cidr) ?? [];
    const version = isIP(address);
    const longest = version === 4 ? 32 : 128;
    const length = prefix === undefined ? longest : Number(prefix);
    if (version === 0 || length > longest) return true;
    if (version === 4) v4.addSubnet(address, length, "ipv4");
    else v6.addSubnet(address, length, "ipv6");
    return false;
  });
  if (wrong.length > 0) return { wrong };
  return { networks: { isEmpty: cidrs.length === 0, has: (address) => isIn(address, v4, v6) } };
}

/** The same for networks that are written in the code. */
export function networks(...cidrs: readonly string[]): Networks {
  const read = readNetworks(cidrs);
  if ("wrong" in read) throw new Error(`No networks: ${read.wrong.join(", ")}`);
  return read.networks;
}

function isIn(address: string, v4: BlockList, v6: BlockList): boolean {
  switch (isIP(address)) {
    case 4:
      return v4.check(address, "ipv4");
    case 6:
      // A zone is of this machine's own links.
      return !address.includes("%") && v6.check(address, "ipv6");
    default:
      return false;
  }
}
