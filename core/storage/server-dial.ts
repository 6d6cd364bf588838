import { once } from "node:events";
import { isIP, connect as openSocket, type Socket } from "node:net";
import { type ConnectionOptions, connect as openTls } from "node:tls";

/** What postgres.js made of the URL and of the PG* variables. */
export interface Target {
  host: string[];
  port: number[];
  path?: string | false;
  sslnegotiation?: string | null;
}

export type Tls = string | boolean | object | undefined;

/** Opens a connection to the first host that takes one, beginning with the given one. */
export async function dialServer(target: Target, tls: Tls, beginWith: number, withinMs: number): Promise<Socket> {
  const { path, host, port } = target;
  if (path) return within(withinMs, openSocket({ path }), connected);
  const order = [...host.keys()].map((n) => (n + beginWith) % host.length);
  let reason: unknown;
  for (const n of order) {
    const address = { host: host[n] ?? "localhost", port: port[n] ?? 5432 };
    try {
      return await within(withinMs / host.length, openSocket(address), async (socket) => {
        await connected(socket);
        return tls ? secure(socket, address.host, tls, target.sslnegotiation === "direct") : socket;
      });
    } catch (error) {
      reason = new Error(`connect to ${address.host}:${address.port}: ${messageOf(error)}`, { cause: error });
    }
  }
  throw reason;
}

async function within(ms: number, socket: Socket, prepare: (socket: Socket) => Promise<Socket>): Promise<Socket> {
  const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${ms / 1000} s`)), ms);
  try {
    return await prepare(socket);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function connected(socket: Socket): Promise<Socket> {
  await once(socket, "connect");
  socket.on("error", () => {}); // what went wrong matters only with "close", and nobody may be there yet
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 15_000);
  return socket;
}

// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

async function secure(socket: Socket, host: string, tls: Tls, direct: boolean): Promise<Socket> {
  if (!direct) {
    socket.write(sslRequest);
    const answer = await firstBytes(socket);
    // More than one byte was not said by the server: https://nvd.nist.gov/vuln/detail/CVE-2021-23222
    if (answer.length !== 1) throw new Error("the answer to the request for TLS is not PostgreSQL's");
    if (answer.toString("latin1") !== "S") {
      if (tls === "prefer" || tls === "allow") return socket;
      throw new Error("the server does not offer TLS; set sslmode=disable in DATABASE_URL if it does not need it");
    }
  }
  const options: ConnectionOptions = {
    socket,
    host,
    ...(isIP(host) ? {} : { servername: host }),
    ...(direct ? { ALPNProtocols: ["postgresql"] } : {}),
    ...(tls === "require" || tls === "allow" || tls === "prefer" ? { rejectUnauthorized: false } : {}),
    ...(typeof tls === "object" ? tls : {}),
  };
  const secured = openTls(options);
  const lost = once(socket, "close").then(() => {
    throw new Error("the connection was lost while TLS was agreed on");
  });
  await Promise.race([once(secured, "secureConnect"), lost]);
  secured.on("error", () => {});
  return secured;
}

async function firstBytes(socket: Socket): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const lost = () => reject(new Error("the server closed the connection"));
    socket.once("close", lost);
    socket.once("data", (bytes: Buffer) => {
      socket.off("close", lost);
      resolve(bytes);
    });
  });
}

/** An AggregateError of all addresses of a name says nothing itself. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
