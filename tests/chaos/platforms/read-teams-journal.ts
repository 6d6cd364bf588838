import { readFileSync } from "node:fs";
import type { Shown } from "./platform.ts";
import { type AdaptiveCard, deliveryOf, readTeamsCard } from "./read-teams-card.ts";

interface Entry {
  readonly did: string;
  readonly channel: string;
  /** "19:…@thread.tacv2;messageid=…" */
  readonly conversation?: string;
  readonly activityId: string;
  readonly activity?: {
    readonly text?: string;
    readonly attachments?: readonly { readonly content?: AdaptiveCard }[];
  };
}

const copyOfCard = "Sent again: Teams did not confirm the first copy";
const copyOfText = " (sent again: the first copy may be above)";

/**
 * What Teams accepted, as its journal has it. Only there stands how a post looked when it came: a card that is edited
 * no longer says which delivery made it, nor that it was a second copy.
 */
export function readTeamsJournal(journal: string): readonly Shown[] {
  const lines = readFileSync(journal, "utf8").split("\n").filter(Boolean);
  const entries = lines.map((line) => JSON.parse(line) as Entry);
  const said = new Set(entries.filter(({ did }) => did === "say").map(({ activityId }) => activityId));
  const posts = new Map<string, Shown>();
  for (const { did, channel, conversation, activityId, activity } of entries) {
    const key = `${channel}/${activityId}`;
    const root = conversation?.split(";messageid=")[1] ?? null;
    const card = activity?.attachments?.[0]?.content;
    const before = posts.get(key);
    if (did === "deleteActivity") posts.delete(key);
    else if (did === "updateActivity" && before)
      posts.set(key, { ...before, card: readTeamsCard(channel, activityId, card) });
    // What Deskbell answers to people's commands is no delivery.
    else if (did === "createConversation" || (did === "sendToConversation" && !said.has(root ?? ""))) {
      const { text = "" } = activity ?? {};
      posts.set(key, {
        channel,
        id: activityId,
        under: did === "createConversation" ? null : root,
        delivery: deliveryOf(card),
        ref: key,
        text: text.replace(copyOfText, ""),
        copy: text.endsWith(copyOfText) || JSON.stringify(card ?? {}).includes(copyOfCard),
        card: readTeamsCard(channel, activityId, card),
      });
    }
  }
  return [...posts.values()];
}
