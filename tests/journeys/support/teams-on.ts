import type { FrameLocator, Locator, Page } from "playwright-core";

/** The stand-in's Teams channel as an agent meets it. */
export function teamsOn(place: Page | FrameLocator) {
  return {
    /** Every post whose card quotes this question, with its thread, oldest first. */
    cards: (question: string): Locator => place.locator(".post").filter({ hasText: `“${question}”` }),
    async actAs(name: string): Promise<void> {
      await place.getByLabel("You are").selectOption({ label: name });
    },
    async press(card: Locator, button: string): Promise<void> {
      await card.getByRole("button", { name: button, exact: true }).click();
    },
  };
}
