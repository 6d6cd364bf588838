import type { EscalationDesk } from "../../core/index.ts";
import type { TeamsCloud } from "./cloud.ts";
import { adapterName } from "./refs.ts";

const fact = "service-url";
/** Another instance may have heard of a new one. */
const freshForMs = 60_000;

export type Service = ReturnType<typeof createService>;

/** Where this tenant's Teams wants to be called: it says so with everything it sends, and it may move. */
export function createService(desk: EscalationDesk, cloud: TeamsCloud, now: () => Date) {
  let known: { readonly url: string; readonly until: number } | null = null;

  return {
    async url(): Promise<string> {
      if (known && known.until > now().getTime()) return known.url;
      const url = (await desk.recall(adapterName, fact)).get(fact) ?? cloud.serviceUrl;
      known = { url, until: now().getTime() + freshForMs };
      return url;
    },

    /** Of an activity that was found to be genuine. */
    async heard(url: string): Promise<void> {
      if (known?.url === url && known.until > now().getTime()) return;
      await desk.remember(adapterName, fact, url);
      known = { url, until: now().getTime() + freshForMs };
    },
  };
}
