import type { StandIn } from "../stand-in.ts";

/** Three in ten calls go wrong in all the ways that the stand-in knows; of its callbacks, some come twice and some late. */
export async function badDay({ control }: StandIn, seed: number): Promise<void> {
  await control("misbehave", { share: 0.3, seed });
  // The one thing that is not in its mix: accepted, and half an answer for ever.
  await control("misbehave", { how: "stall_after_accepting", share: 0.01, seed });
  await control("misbehave", { how: "deliver_twice", share: 0.1, seed });
  await control("misbehave", { how: "deliver_late", ms: 1_500, share: 0.1, seed });
}
