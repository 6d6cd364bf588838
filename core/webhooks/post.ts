import { type IncomingMessage, request as plain } from "node:http";
import { type RequestOptions, request as secure } from "node:https";
import { isIPv6, type LookupFunction, type TcpSocketConnectOpts } from "node:net";
import type { Route } from "./guard/guard.ts";

/** What came of one POST. */
export type Answer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly retryAfter: string | undefined;
      /** How the answer begins, where it is plain text or JSON. */
      readonly text: string;
    }
  /** `sent`: it may have arrived. */
  | { readonly kind: "failed"; readonly code: string; readonly sent: boolean };

export interface PostOptions {
  readonly connectWithinMs?: number;
  /** Whatever the answer's body goes on to say after so long, its status is known. */
  readonly readWithinMs?: number;
  /** Certificates to trust instead of those that Node does. */
  readonly ca?: string;
}

/** The code of a connection that was not there in time. */
export const tooLateToConnect = "CONNECT_TIMEOUT";

/** The same after so much. */
const readAtMost = 64 * 1024;
/** What somebody may read of it. */
const keepAtMost = 4 * 1024;

/**
 * POSTs once, over a connection of its own to one of the route's addresses, and always comes back with an answer.
 * No redirect is followed and nothing is unpacked. Not fetch: that would look up the name by itself.
 */
export function post(
  { url, addresses }: Route,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  signal: AbortSignal,
  { connectWithinMs = 5_000, readWithinMs = 2_000, ca }: PostOptions = {},
): Promise<Answer> {
  return new Promise((settle) => {
    let sent = false;
    let answered = false;
    const failed = (code: string) => {
      if (!answered) settle({ kind: "failed", code, sent });
    };
    const isSecure = url.protocol === "https:";
    const options: RequestOptions & Pick<TcpSocketConnectOpts, "autoSelectFamilyAttemptTimeout"> = {
      method: "POST",
      headers: { ...headers, "content-length": body.length },
      agent: false,
      signal,
      lookup: onlyThese(addresses),
      // Node's 250 ms for an address before the next is tried are too few across an ocean.
      autoSelectFamilyAttemptTimeout: 1_000,
      // Also where NODE_TLS_REJECT_UNAUTHORIZED says otherwise.
      rejectUnauthorized: true,
      ca,
    };
    const request = (isSecure ? secure : plain)(url, options);
    const giveUp = setTimeout(() => request.destroy(new CodedError(tooLateToConnect)), connectWithinMs);
    request.once("socket", (socket) => {
      socket.once(isSecure ? "secureConnect" : "connect", () => {
        clearTimeout(giveUp);
        sent = true;
      });
    });
    request.on("error", (error) => failed(codeOf(error)));
    request.once("response", async (response) => {
      answered = true;
      settle(await read(response, readWithinMs));
      request.destroy();
    });
    request.once("close", () => {
      clearTimeout(giveUp);
      failed("");
    });
    request.end(body);
  });
}

/** In place of a look-up: what was vetted is what is connected to, whatever the name leads to by now. */
function onlyThese(addresses: Route["addresses"]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_hostname, options, callback) => {
    if (options.all) callback(null, all);
    else callback(null, addresses[0], isIPv6(addresses[0]) ? 6 : 4);
  };
}

function read(response: IncomingMessage, withinMs: number): Promise<Answer> {
  return new Promise((settle) => {
    let size = 0;
    const parts: Buffer[] = [];
    const finish = () => {
      clearTimeout(enough);
      settle({
        kind: "answered",
        status: response.statusCode ?? 0,
        retryAfter: response.headers["retry-after"],
        text: isText(response) ? Buffer.concat(parts).subarray(0, keepAtMost).toString("utf8") : "",
      });
    };
    const enough = setTimeout(finish, withinMs);
    response.on("data", (part: Buffer) => {
      if (size < keepAtMost) parts.push(part);
      size += part.length;
      if (size > readAtMost) finish();
    });
    for (const end of ["end", "error", "close"]) response.once(end, finish);
  });
}

function isText({ headers }: IncomingMessage): boolean {
  const type = headers["content-type"]?.toLowerCase() ?? "";
  const encoding = headers["content-encoding"]?.toLowerCase() ?? "identity";
  return encoding === "identity" && /^(text\/plain|application\/([a-z.]+\+)?json)\b/.test(type);
}

class CodedError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Where several addresses were tried in vain, an AggregateError has the code of the first. */
function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
