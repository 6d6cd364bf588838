import { setTimeout as sleep } from "node:timers/promises";
import type { Agent } from "./agent.ts";
import type { Visitor } from "./visitor.ts";

/** Slack lets an app edit some 50 messages a minute: few conversations are handled, most wait. */
const handledShare = 0.15;

/** What happens in one conversation: each step waits for the one before to be acknowledged. */
export async function playConversation(visitor: Visitor, agent: Agent, random: () => number): Promise<void> {
  const chance = (share: number) => random() < share;
  const think = (longestMs: number) => sleep(random() * longestMs);
  const { remembered } = visitor;

  // The assistant hands this one over by itself.
  if (chance(0.1)) return visitor.says("I was charged twice!");
  await visitor.says("Where is my parcel?");
  if (chance(0.5)) {
    await think(300);
    await visitor.says("It was due on Monday.");
  }
  await visitor.asksForHuman();
  for (let more = chance(0.4) ? 1 + Math.floor(random() * 3) : 0; more > 0; more--) {
    await think(1_500);
    await visitor.says("Is anybody there?");
  }
  if (chance(handledShare)) await handle(1);

  async function handle(episode: number): Promise<void> {
    if (chance(0.5)) {
      await agent("claim", remembered, episode);
      await visitor.says("Thank you for looking.");
    }
    await agent("resolve", remembered, episode);
    if (chance(0.3)) await visitor.says("That helped.");
    if (chance(0.4)) {
      await agent("reopen", remembered, episode);
      await visitor.says("One more thing.");
    } else if (episode === 1 && chance(0.5)) {
      await visitor.asksForHuman();
      await visitor.says("It happened again.");
      await handle(2);
    }
  }
}
