import type { FrameLocator, Locator, Page } from "playwright-core";

export type Widget = ReturnType<typeof widgetOn>;

/** The widget as a visitor meets it, by what things are called. */
export function widgetOn(place: Page | FrameLocator) {
  const root = place.locator("deskbell-widget");
  const field = root.getByRole("textbox", { name: "Your message" });
  const log = root.getByRole("log");
  const button = (name: string | RegExp): Locator => root.getByRole("button", { name, exact: true });

  async function say(text: string): Promise<void> {
    await field.fill(text);
    await field.press("Enter");
  }

  return {
    root,
    button,
    field,
    log,
    say,
    bubbles: log.locator(".turn:not(.unsent) .bubble"),
    status: root.getByRole("status").first(),
    async open(): Promise<void> {
      await root.getByRole("button", { name: /^Open chat/ }).click();
      await root.getByRole("dialog").waitFor();
    },
    /** Says it, and waits for an answer of the assistant with these words. */
    async ask(text: string, answer: string): Promise<void> {
      const before = await log.locator(".turn.assistant").filter({ hasText: answer }).count();
      await say(text);
      await log.locator(".turn.assistant").filter({ hasText: answer }).nth(before).waitFor();
    },
    async askForHuman(): Promise<void> {
      await button("Talk to a human").last().click();
      await root.getByRole("status").first().getByText("Waiting for the team").waitFor();
    },
    /** Everything said, in order, each with its speaker: "You: …", "AI assistant: …". */
    said: (): Promise<string[]> => log.locator(".turn .bubble").allTextContents(),
  };
}
