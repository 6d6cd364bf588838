import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv6 } from "node:net";

export type StandInDns = Awaited<ReturnType<typeof startStandInDns>>;

/** What a name leads to: addresses, "unknown" (no such name), "broken" (a server's failure) or "silent" (no answer at all). */
export type Record = readonly string[] | "unknown" | "broken" | "silent";

const typeA = 1;
const typeAaaa = 28;
const codes = { fine: 0, broken: 2, unknown: 3 } as const;

/** A name server on 127.0.0.1 (UDP) that tells what it was told, and may tell something else the next time. */
export async function startStandInDns() {
  const zone = new Map<string, Record[]>();
  const asked: string[] = [];
  const socket = createSocket("udp4");

  socket.on("message", (query, { address, port }) => {
    const { name, type, end } = readQuestion(query);
    asked.push(`${name} ${type === typeA ? "A" : type === typeAaaa ? "AAAA" : type}`);
    const record = recordFor(name, type);
    if (record !== "silent") socket.send(answer(query, end, type, record), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");

  /** The next record in turn is for the next pair of questions (A and AAAA); the last one stays. */
  const told = new Map<string, number>();
  function recordFor(name: string, type: number): Record {
    const records = zone.get(name);
    if (records === undefined) return "unknown";
    const key = `${name} ${type}`;
    const turn = told.get(key) ?? 0;
    told.set(key, turn + 1);
    return records[Math.min(turn, records.length - 1)] ?? "unknown";
  }

  return {
    /** For `Resolver.setServers`. */
    server: `127.0.0.1:${socket.address().port}`,
    asked: asked as readonly string[],
    tell(name: string, ...records: [Record, ...Record[]]): void {
      zone.set(name, records);
    },
    async stop(): Promise<void> {
      socket.close();
      await once(socket, "close");
    },
  };
}

function readQuestion(query: Buffer) {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answer(query: Buffer, end: number, type: number, record: Exclude<Record, "silent">): Buffer {
  const code = typeof record === "string" ? codes[record] : codes.fine;
  const addresses =
    typeof record === "string" ? [] : record.filter((address) => isIPv6(address) === (type === typeAaaa));
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...addresses.map((address) => resourceRecord(type, address))]);
}

/** Points back to the name in the question; may be kept for no time at all. */
function resourceRecord(type: number, address: string): Buffer {
  const data = isIPv6(address) ? bytesOfV6(address) : Buffer.from(address.split(".").map(Number));
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(0xc00c, 0);
  fixed.writeUInt16BE(type, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt16BE(data.length, 10);
  return Buffer.concat([fixed, data]);
}

function bytesOfV6(address: string): Buffer {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (part: string) => part.split(":").filter((group) => group !== "");
  const [before, after] = [groups(head), groups(tail ?? "")];
  const all = [...before, ...Array(8 - before.length - after.length).fill("0"), ...after];
  return Buffer.from(all.map((group) => group.padStart(4, "0")).join(""), "hex");
}
