import { lookup, Resolver } from "node:dns/promises";

/** The addresses of a name: at least one; "unknown": there is no such name; "failing": nobody could say. */
export type Resolved = readonly string[] | "unknown" | "failing";

/** `inside`: a name that only one's own network can know. */
export type Resolve = (name: string, inside: boolean, signal: AbortSignal) => Promise<Resolved>;

/**
 * Public names are asked for in DNS, over sockets: a slow name server of somebody's would otherwise hold the few
 * threads that `dns.lookup` shares with file system and cryptography. Names of one's own network are known to the
 * system alone (hosts file, search domains), and to no name server of strangers.
 */
export function createResolve({ servers }: { readonly servers?: readonly string[] } = {}): Resolve {
  return (name, inside, signal) => (inside ? askSystem(name, signal) : askDns(name, servers, signal));
}

async function askDns(name: string, servers: readonly string[] | undefined, signal: AbortSignal): Promise<Resolved> {
  if (signal.aborted) return "failing";
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers) resolver.setServers(servers);
  const cancel = () => resolver.cancel();
  signal.addEventListener("abort", cancel);
  try {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const addresses = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    if (addresses.length > 0) return addresses;
    return answers.every((answer) => answer.status === "fulfilled" || isAnswer(answer.reason)) ? "unknown" : "failing";
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Cannot be cancelled, so whoever waits is let go. */
async function askSystem(name: string, signal: AbortSignal): Promise<Resolved> {
  let letGo = () => {};
  const aborted = new Promise<Resolved>((resolve) => {
    letGo = () => resolve("failing");
    signal.addEventListener("abort", letGo);
    if (signal.aborted) letGo();
  });
  const found = lookup(name, { all: true }).then(
    (addresses): Resolved => addresses.map(({ address }) => address),
    (error: unknown): Resolved => (isAnswer(error) ? "unknown" : "failing"),
  );
  return Promise.race([found, aborted]).finally(() => signal.removeEventListener("abort", letGo));
}

function isAnswer(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return code === "ENOTFOUND" || code === "ENODATA" || code === "EBADNAME";
}
