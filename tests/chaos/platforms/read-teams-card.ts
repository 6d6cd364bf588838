import type { Verb } from "../ledger.ts";
import type { ShownCard } from "./platform.ts";

export interface AdaptiveCard {
  readonly body?: readonly unknown[];
  readonly actions?: readonly {
    readonly type: string;
    readonly verb?: string;
    readonly url?: string;
    readonly data?: { readonly e?: number; readonly d?: string };
  }[];
}

/** What somebody sees who looks at a card; null for a message without one. */
export function readTeamsCard(channel: string, id: string, card: AdaptiveCard | undefined): ShownCard | null {
  const { actions = [] } = card ?? {};
  const conversationId = actions.flatMap(({ url }) => (url ? (new URL(url).searchParams.get("conv") ?? []) : []))[0];
  if (!conversationId) return null;
  const buttons = actions.flatMap(({ verb }) => (verb === undefined ? [] : [verb as Verb]));
  return { channel, id, conversationId, episode: episodeOf(card), buttons };
}

/** The delivery that a card was drawn for, should it have buttons. */
export function deliveryOf(card: AdaptiveCard | undefined): string | null {
  return card?.actions?.find(({ data }) => data?.d !== undefined)?.data?.d ?? null;
}

/** One that is over has no buttons, but says which it was. */
function episodeOf(card: AdaptiveCard | undefined): number {
  const pressed = card?.actions?.find(({ data }) => data?.e !== undefined)?.data?.e;
  return pressed ?? Number(/\(episode (\d+)\)/.exec(JSON.stringify(card?.body).replaceAll("\\", ""))?.[1] ?? 0);
}
