import type { FrameLocator, Locator, Page } from "playwright-core";

/** The stand-in's channel as an agent meets it. */
export function slackOn(place: Page | FrameLocator) {
  const channel = place.locator('[data-pane="channel"]');
  const thread = place.locator('[data-pane="thread"]');

  return {
    channel,
    thread,
    /** Every card that quotes this question, oldest first. */
    cards: (question: string): Locator => channel.getByRole("article").filter({ hasText: `“${question}”` }),
    lines: thread.getByRole("article"),
    async actAs(name: string): Promise<void> {
      await place.getByLabel("You are").selectOption({ label: name });
    },
    async press(card: Locator, button: string): Promise<void> {
      await card.getByRole("button", { name: button, exact: true }).click();
    },
    async openThread(card: Locator): Promise<void> {
      await card.locator("[data-open-thread]").click();
      await thread.waitFor();
    },
  };
}
