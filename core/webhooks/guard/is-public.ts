import { isIP } from "node:net";
import { networks } from "./networks.ts";

/**
 * Whether an address is of the public internet. IPv4: everything that the IANA special-purpose registry does not set
 * apart (https://www.iana.org/assignments/iana-ipv4-special-registry). IPv6: only what is given out as global unicast
 * (https://www.iana.org/assignments/ipv6-unicast-address-assignments), so that no way to write an IPv4 address inside
 * an IPv6 one, known or yet to come, leads inside: mapped, compatible, NAT64 and 6to4 addresses are refused with the rest.
 */
export function isPublic(address: string): boolean {
  return isIP(address) === 4 ? !setApart.has(address) : globalUnicast.has(address) && !setApart.has(address);
}

const globalUnicast = networks("2000::/3");

const setApart = networks(
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // carrier-grade NAT
  "127.0.0.0/8", // loopback
  "168.63.129.16/32", // Azure's host, as seen by its virtual machines
  "169.254.0.0/16", // link-local, and the clouds' metadata
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, broadcast
  "2001::/23", // protocol assignments, Teredo among them
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4
  "3fff::/20", // documentation
);
