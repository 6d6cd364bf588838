import type { Adapter, Finding } from "../adapter.ts";
import type { Insight } from "../storage/look-into.ts";
import { examineAdapters } from "./examine-adapters.ts";
import { examineClock } from "./examine-clock.ts";
import { examineHome } from "./examine-home.ts";
import { examinePublicUrl } from "./examine-public-url.ts";

export interface Examined {
  readonly kind: "embedded" | "server";
  readonly publicUrl: string;
  readonly running: boolean;
  readonly adapters: readonly Adapter[];
  readonly lookIn: () => Promise<Insight>;
  readonly now: () => Date;
}

/** The database, the clock, the address, and every configured surface; nothing is posted, nothing changed. */
export async function examineEverything(examined: Examined): Promise<readonly Finding[]> {
  const { kind, publicUrl, running, adapters, lookIn, now } = examined;
  const askedAt = now();
  const insight = await lookIn();
  const clock = examineClock("the database's", insight.serverTime, { askedAt, tookMs: insight.roundTripMs });
  return [
    ...examineHome(insight, kind),
    // The embedded one has this machine's clock.
    ...(kind === "server" ? [clock] : []),
    await examinePublicUrl(publicUrl, running),
    ...(await examineAdapters(adapters, insight.chatbots)),
  ];
}
