import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, Report } from "../bench.ts";
import { median, spread } from "../median.ts";
import { type Played, startRole } from "../role.ts";
import { bringUp, makeVisitors, openClient, type Visitor } from "../visitors.ts";

const warmUp = 200;
const wanted = 4_000;
/** Files that a process has open besides the streams. */
const others = 300;

interface PerStream {
  readonly rss: number;
  readonly heap: number;
}

/** (d) What an open, idle widget costs in memory. */
export async function sse({ server, rounds, say }: Bench): Promise<Report> {
  const { database } = await server();
  const url = await database("sse");
  await bringUp(url);
  const streams = Math.min(wanted, openFiles() - others);
  const sql = openClient(url, 1);
  const visitors = await makeVisitors(sql, { first: 0, count: warmUp + streams, firstChatbot: 0, chatbots: 20 });
  await sql.end();
  const ours: PerStream[] = [];
  const bare: PerStream[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const subjects = [
      async () => void ours.push(await weigh("deskbell", { databaseUrl: url, notify: null }, visitors)),
      async () => void bare.push(await weigh("bare-stream", {}, visitors)),
    ];
    for (let turn = 0; turn < subjects.length; turn += 1) await subjects[(round + turn) % subjects.length]?.();
    say(
      `round ${round + 1}: ${[ours, bare].map((each) => ((each.at(-1)?.rss ?? 0) / 1024).toFixed(1)).join(" / ")} KiB`,
    );
  }
  return report(ours, bare, streams);
}

/** A process of its own each time: memory that was once given back would blur the next figure. */
async function weigh(name: string, given: object, visitors: readonly Visitor[]): Promise<PerStream> {
  const role = await startRole(name, given, ["--expose-gc"]);
  try {
    const early = await openStreams(role, visitors.slice(0, warmUp));
    for (const socket of early) socket.destroy();
    await sleep(300);
    const before = await role.ask("memory");
    const open = await openStreams(role, visitors.slice(warmUp));
    await sleep(500);
    const after = await role.ask("memory");
    const dead = open.filter((socket) => socket.destroyed).length;
    if (dead > 0) throw new Error(`${name}: ${dead} of ${open.length} streams did not stay open.`);
    for (const socket of open) socket.destroy();
    const each = (pick: string) => ((after[pick] ?? 0) - (before[pick] ?? 0)) / open.length;
    return { rss: each("rss"), heap: each("heapUsed") + each("external") };
  } finally {
    await role.stop();
  }
}

async function openStreams({ told }: Played, visitors: readonly Visitor[]): Promise<Socket[]> {
  const sockets: Socket[] = [];
  const atOnce = 50;
  for (let at = 0; at < visitors.length; at += atOnce) {
    const part = visitors.slice(at, at + atOnce);
    sockets.push(...(await Promise.all(part.map((visitor) => openStream(Number(told.port), visitor)))));
  }
  return sockets;
}

function openStream(port: number, { chatbotId, conversationId, token }: Visitor): Promise<Socket> {
  const request = [
    `GET /widget/v1/chatbots/${chatbotId}/conversations/${conversationId}/stream HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Origin: https://shop.example.com",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept: text/event-stream",
    "Accept-Language: en-US,en;q=0.5",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Referer: https://shop.example.com/",
    "Sec-Fetch-Dest: empty",
    "Sec-Fetch-Mode: cors",
    "Sec-Fetch-Site: cross-site",
    "Last-Event-ID: 1",
    `Authorization: Bearer ${token}`,
    "",
    "",
  ].join("\r\n");
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port });
    let text = "";
    socket.on("error", reject);
    socket.on("connect", () => socket.write(request));
    socket.on("data", (part) => {
      text += part.toString("latin1");
      if (!text.includes(": open")) return;
      if (!text.startsWith("HTTP/1.1 200")) return reject(new Error(text));
      socket.removeAllListeners("data").resume();
      resolve(socket);
    });
  });
}

/** How many files a process may have open here; Node raises its own limit as far as it may. */
function openFiles(): number {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  return Number(report.userLimits?.open_files?.soft) || 1_024;
}

function report(ours: readonly PerStream[], bare: readonly PerStream[], streams: number): Report {
  const kib = (all: readonly number[]) =>
    spread(
      all.map((bytes) => bytes / 1024),
      1,
    );
  const row = (name: string, all: readonly PerStream[]) => [
    name,
    kib(all.map((each) => each.rss)),
    kib(all.map((each) => each.heap)),
  ];
  const rss = (all: readonly PerStream[]) => median(all.map((each) => each.rss));
  return {
    title: "(d) memory of an idle visitor's stream",
    method: [
      `${ours.length} interleaved rounds of ${streams} streams, each round in fresh processes, after ${warmUp} streams to warm up and forced GC.`,
      "bare: node:http that writes the same head and first line. The ratio is of resident memory.",
    ],
    table: [
      ["", "KiB resident (min / median / max)", "KiB heap and buffers"],
      row("Deskbell", ours),
      row("bare node:http", bare),
    ],
    goals: [{ name: "sse.memory_vs_bare", value: rss(ours) / rss(bare), wanted: { atMost: 1.5 } }],
  };
}
