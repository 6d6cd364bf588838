import type { Locator, Page } from "playwright-core";

export type Widget = ReturnType<typeof widgetIn>;

/** The widget as a visitor finds it: by what things are called. */
export function widgetIn(page: Page) {
  const root = page.locator("deskbell-widget");
  const button = (name: string | RegExp): Locator => root.getByRole("button", { name, exact: true });
  return {
    root,
    button,
    launcher: root.locator(".launcher"),
    panel: root.getByRole("dialog"),
    log: root.getByRole("log"),
    field: root.getByRole("textbox", { name: "Your message" }),
    messages: root.locator(".turn"),
    bubbles: root.locator(".bubble"),
    status: root.getByRole("status").first(),
    async open() {
      await button("Open chat").click();
      await root.getByRole("dialog").waitFor();
    },
    async say(text: string) {
      await root.getByRole("textbox", { name: "Your message" }).fill(text);
      await page.keyboard.press("Enter");
    },
    /** Says it and waits for the assistant's answer. */
    async ask(text: string) {
      await this.say(text);
      await root.getByRole("log").getByText(`You said: ${text}`).waitFor();
    },
    /** Everything said so far, as the screen shows it, without the hidden sender. */
    texts: () => root.locator(".bubble").allInnerTexts(),
  };
}
