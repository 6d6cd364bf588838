import type { NamedChatbot } from "./platforms/platform.ts";

/** A channel takes one post a second: with fewer of them the run would measure only that. */
const count = 120;

/** The chatbots of the run; each has a channel of its own on every platform. */
export const chatbots: readonly NamedChatbot[] = Array.from({ length: count }, (_, index) => {
  const number = String(index + 1).padStart(3, "0");
  return { id: `00000000-0000-4000-8000-000000000${number}`, name: `Shop ${number}` };
});
