import { devNull } from "node:os";
import { fileURLToPath } from "node:url";
import type { NamedChatbot, Platform } from "../../chaos/platforms/platform.ts";
import { spawnStandIn } from "../../chaos/stand-in.ts";
import type { Template } from "../accept/template.ts";
import { appSecret } from "../play-deskbell.ts";
import { startRole } from "../role.ts";
import { openWireTap, type Statement } from "../wire-tap.ts";
import { serveSink } from "./serve-sink.ts";
import { watchArrivals } from "./watch-arrivals.ts";

/** Something that notifies, between two taps: one on its way to the database, one on its way to the destination. */
export interface Subject {
  readonly name: string;
  readonly title: string;
  readonly databaseUrl: string;
  /** By conversation, in milliseconds of `performance.now()`. */
  readonly commits: Map<string, number>;
  readonly arrived: Map<string, number>;
  readonly port: number;
  stop(): Promise<void>;
}

/** Deskbell, with the bare adapter of the benchmark. */
export function bareDeskbell(databaseUrl: string): Promise<Subject> {
  return toSink("bare", "Deskbell, a bare fetch", databaseUrl, (url, notify) =>
    startRole("deskbell", { databaseUrl: url, notify }),
  );
}

/** What anybody would write first. */
export function plainFetch(databaseUrl: string, templates: readonly Template[]): Promise<Subject> {
  return toSink("plain", "plain fetch", databaseUrl, (url, notify) =>
    startRole("plain-handler", { databaseUrl: url, templates, notify }),
  );
}

/** Deskbell with a platform's own adapter, its SDK and all, and a channel for each chatbot. */
export async function deskbellTo(
  platform: Platform,
  databaseUrl: string,
  chatbots: readonly NamedChatbot[],
): Promise<Subject> {
  const program = fileURLToPath(new URL(`../../stand-ins/${platform.standIn}/start.js`, import.meta.url));
  const standIn = await spawnStandIn(program, devNull);
  const url = String(standIn.access.url);
  const arrivals = await watchArrivals(url);
  const access = JSON.parse(JSON.stringify(standIn.access).replaceAll(url, arrivals.url));
  const { commits, tap } = await tapped(databaseUrl);
  const env = platform.env({ ...standIn, access });
  const given = { databaseUrl: tap.url, notify: null, platforms: [platform.name], chatbots, env };
  const role = await startRole("deskbell", given);
  const port = Number(role.told.port);
  const open = await platform.open({ ...standIn, access });
  await open.connect({ url: `http://127.0.0.1:${port}`, appSecret }, chatbots);
  return {
    name: platform.name,
    title: `Deskbell to ${platform.title}`,
    databaseUrl,
    commits,
    arrived: arrivals.arrived,
    port,
    async stop() {
      await role.stop();
      tap.close();
      arrivals.close();
      await standIn.stop();
    },
  };
}

async function toSink(
  name: string,
  title: string,
  databaseUrl: string,
  start: (databaseUrl: string, notify: string) => ReturnType<typeof startRole>,
): Promise<Subject> {
  const sink = await serveSink();
  const arrivals = await watchArrivals(sink.url);
  const { commits, tap } = await tapped(databaseUrl);
  const role = await start(tap.url, arrivals.url);
  return {
    name,
    title,
    databaseUrl,
    commits,
    arrived: arrivals.arrived,
    port: Number(role.told.port),
    async stop() {
      await role.stop();
      tap.close();
      arrivals.close();
      await sink.stop();
    },
  };
}

/** The moment at which the server's word that it is committed passes by. */
async function tapped(databaseUrl: string) {
  const commits = new Map<string, number>();
  const tap = await openWireTap(databaseUrl, (transaction: readonly Statement[]) => {
    const now = performance.now();
    const escalation = transaction.find(({ text }) => text.includes("insert into escalation"));
    for (const value of escalation?.values ?? []) if (value?.startsWith("0198")) commits.set(value, now);
  });
  return { commits, tap };
}
