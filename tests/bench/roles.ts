import type { Role } from "./role.ts";

/** Each in its own process, so that one does not disturb the figures of another. */
// biome-ignore lint/suspicious/noExplicitAny: what a role is given crossed a process boundary as JSON
export const roles: Readonly<Record<string, (given: any) => Promise<Role>>> = {
  deskbell: async (given) => (await import("./play-deskbell.ts")).playDeskbell(given),
  "plain-handler": async (given) => (await import("./accept/play-plain-handler.ts")).playPlainHandler(given),
  "lane-worker": async (given) => (await import("./drain/play-lane-worker.ts")).playLaneWorker(given),
  graphile: async (given) => (await import("./drain/play-graphile.ts")).playGraphile(given),
  "bare-stream": async (given) => (await import("./sse/play-bare-stream.ts")).playBareStream(given),
};
