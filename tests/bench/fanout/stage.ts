import { devNull } from "node:os";
import { fileURLToPath } from "node:url";
import { platforms } from "../../chaos/platforms/index.ts";
import type { NamedChatbot, Platform, Reached } from "../../chaos/platforms/platform.ts";
import { spawnStandIn } from "../../chaos/stand-in.ts";
import { watchArrivals } from "../notify/watch-arrivals.ts";
import { appSecret } from "../play-deskbell.ts";
import { startRole } from "../role.ts";

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** One Deskbell with every platform's own adapter, each platform a process of its own behind a tap. */
export async function setStage(databaseUrl: string, chatbots: readonly NamedChatbot[]) {
  const undo: (() => Promise<void>)[] = [];
  try {
    const places = [];
    for (const platform of platforms) {
      const place = await raise(platform);
      undo.unshift(place.stop);
      places.push(place);
    }
    const env = Object.assign({}, ...places.map(({ platform, standIn }) => platform.env(standIn)));
    const names = platforms.map(({ name }) => name);
    const role = await startRole("deskbell", { databaseUrl, notify: null, platforms: names, chatbots, env });
    undo.unshift(role.stop);
    const port = Number(role.told.port);
    const deskbell: Reached = { url: `http://127.0.0.1:${port}`, appSecret };
    await Promise.all(
      places.map(async ({ platform, standIn }) => (await platform.open(standIn)).connect(deskbell, chatbots)),
    );
    return {
      port,
      deskbell,
      destinations: places.map(({ platform: { name, title }, arrived }) => ({ name, title, arrived })),
      async cpuMs(): Promise<number> {
        const { user = 0, system = 0 } = await role.ask("cpu");
        return (user + system) / 1_000;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop(): Promise<void> {
    for (const end of undo.splice(0)) await end();
  }
}

async function raise(platform: Platform) {
  const program = fileURLToPath(new URL(`../../stand-ins/${platform.standIn}/start.js`, import.meta.url));
  const direct = await spawnStandIn(program, devNull);
  const url = String(direct.access.url);
  const tap = await watchArrivals(url);
  const access = JSON.parse(JSON.stringify(direct.access).replaceAll(url, tap.url));
  return {
    platform,
    standIn: { ...direct, access },
    arrived: tap.arrived,
    async stop(): Promise<void> {
      tap.close();
      await direct.stop();
    },
  };
}
