import { connect, createServer, type Socket } from "node:net";

/** A statement as it went over the wire. */
export interface Statement {
  readonly text: string;
  /** Type of each parameter as the client named it; 0: left to the server. */
  readonly types: readonly number[];
  readonly values: readonly (string | null)[];
}

/**
 * Stands between a client and PostgreSQL and passes every byte on. When a COMMIT comes back from the server, it tells
 * what the transaction consisted of; `performance.now()` at that moment is when the client could first know of it.
 */
export async function openWireTap(
  url: string,
  committed: (transaction: readonly Statement[]) => void,
): Promise<{ url: string; close: () => void }> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port || 5432), noDelay: true });
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => {}));
    const listen = listenIn(committed);
    const fromClient = splitter(true, listen.client);
    const fromServer = splitter(false, listen.server);
    client.on("data", (bytes) => {
      fromClient(bytes);
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      fromServer(bytes);
      client.write(bytes);
    });
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const tapped = new URL(url);
  tapped.hostname = "127.0.0.1";
  tapped.port = String(typeof address === "object" && address ? address.port : 0);
  return {
    url: tapped.href,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function listenIn(committed: (transaction: readonly Statement[]) => void) {
  const prepared = new Map<string, Omit<Statement, "values">>();
  let transaction: Statement[] = [];
  return {
    client(type: string, body: Buffer) {
      if (type === "P") {
        const { name, ...statement } = readParse(body);
        prepared.set(name, statement);
      } else if (type === "B") {
        const { name, values } = readBind(body);
        const statement = prepared.get(name);
        if (!statement) return;
        if (statement.text.trim().startsWith("begin")) transaction = [];
        transaction.push({ ...statement, values });
      } else if (type === "Q") {
        const text = body.toString("utf8", 0, body.length - 1);
        if (text.trim().startsWith("begin")) transaction = [];
        transaction.push({ text, types: [], values: [] });
      }
    },
    server(type: string, body: Buffer) {
      if (type === "C" && body.toString("latin1", 0, 6) === "COMMIT") committed(transaction);
    },
  };
}

/** Cuts a stream into the protocol's messages. The client's first one has no type. */
function splitter(startsUntyped: boolean, message: (type: string, body: Buffer) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let untyped = startsUntyped;
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    for (;;) {
      const at = untyped ? 0 : 1;
      if (rest.length < at + 4) return;
      const end = at + rest.readInt32BE(at);
      if (rest.length < end) return;
      if (!untyped) message(String.fromCharCode(rest.readUInt8(0)), rest.subarray(5, end));
      untyped = false;
      rest = rest.subarray(end);
    }
  };
}

function readParse(body: Buffer) {
  const name = readText(body, 0);
  const text = readText(body, name.end);
  const count = body.readInt16BE(text.end);
  const types = Array.from({ length: count }, (_, index) => body.readInt32BE(text.end + 2 + index * 4));
  return { name: name.text, text: text.text, types };
}

function readBind(body: Buffer) {
  const portal = readText(body, 0);
  const name = readText(body, portal.end);
  let at = name.end;
  at += 2 + 2 * body.readInt16BE(at);
  const values = Array.from({ length: body.readInt16BE(at) }, () => null as string | null);
  at += 2;
  for (const index of values.keys()) {
    const length = body.readInt32BE(at);
    at += 4;
    if (length < 0) continue;
    values[index] = body.toString("utf8", at, at + length);
    at += length;
  }
  return { name: name.text, values };
}

function readText(body: Buffer, at: number): { text: string; end: number } {
  const end = body.indexOf(0, at);
  return { text: body.toString("utf8", at, end), end: end + 1 };
}
