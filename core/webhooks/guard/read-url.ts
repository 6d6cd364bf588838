import { isIP } from "node:net";

/** Where a webhook is sent to, as far as the URL says. */
export interface Target {
  readonly url: URL;
  readonly host: Host;
  readonly secure: boolean;
}

export type Host =
  | { readonly kind: "address"; readonly address: string }
  /** `inside`: a name that only one's own network can know. */
  | { readonly kind: "name"; readonly name: string; readonly inside: boolean };

const maxLength = 2_000;

/**
 * Servers that obey lines of text and pass over those that they do not understand: what is posted to them in the clear
 * could be made of commands. (https://fetch.spec.whatwg.org/#port-blocking is the browsers' list, with many that are history.)
 */
const obedient = new Map([
  ["21", "FTP"],
  ["25", "mail"],
  ["110", "mail"],
  ["143", "mail"],
  ["465", "mail"],
  ["587", "mail"],
  ["6379", "Redis"],
  ["11211", "memcached"],
]);

/** Names of these are never those of a public host (RFC 6761, 6762, 8375; .internal is ICANN's for private use). */
const insideZones = ["localhost", "local", "internal", "home.arpa"];

/** Reads a URL as it will be used, or says in a sentence for its owner what is wrong with it. */
export function readUrl(text: string): { readonly target: Target } | { readonly problem: string } {
  const given = text.trim();
  if (given.length > maxLength) return { problem: "The URL is longer than 2,000 characters." };
  if (/[\s\p{Cc}\p{Cf}]/u.test(given)) return { problem: "The URL has blanks or invisible characters in it." };
  if (!URL.canParse(given)) return { problem: "This is not a URL. It must look like https://example.com/webhooks." };
  const url = new URL(given);
  url.hash = "";
  return readParts(url);
}

function readParts(url: URL): ReturnType<typeof readUrl> {
  if (url.protocol !== "https:" && url.protocol !== "http:") return { problem: "The URL must begin with https://." };
  if (url.username !== "" || url.password !== "") {
    return {
      problem:
        "The URL has a user name or password in it. Take it out: what arrives is signed, so check the signature.",
    };
  }
  const what = url.port === "0" ? "nothing" : obedient.get(url.port);
  if (what !== undefined) return { problem: `Port ${url.port} is for ${what}, not for webhooks.` };
  const host = readHost(url);
  if (host === null) return { problem: `“${url.hostname}” is not a host name.` };
  if (url.href.length > maxLength) return { problem: "The URL is longer than 2,000 characters." };
  return { target: { url, host, secure: url.protocol === "https:" } };
}

/** By now the URL parser has made 127.0.0.1 of 0177.1, 2130706433 and ①②⑦.⓪.⓪.①. */
function readHost(url: URL): Host | null {
  const literal = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(literal) !== 0) return { kind: "address", address: literal };
  const name = url.hostname.replace(/\.$/, "");
  if (!isHostName(name)) return null;
  url.hostname = name;
  return { kind: "name", name, inside: isInside(name) };
}

function isHostName(name: string): boolean {
  const labels = name.split(".");
  return name.length <= 253 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1) ?? "");
}

/** Underscores are in some hosts' names, though they should not be. */
function isLabel(label: string): boolean {
  return /^[a-z\d_]([a-z\d_-]{0,61}[a-z\d_])?$/.test(label);
}

function isInside(name: string): boolean {
  return !name.includes(".") || insideZones.some((zone) => name === zone || name.endsWith(`.${zone}`));
}
