import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../support/chromium.ts";
import { openWorkshop, type Visit, type Workshop } from "./support/open-widget.ts";

describe.skipIf(!chromium.path)("the widget on other people's pages", () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterAll(() => workshop?.close());

  it("works under a strict Content-Security-Policy with Trusted Types", async () => {
    await using visit = await workshop.visit({ page: "strict" });
    await converse(visit);
    const brand = await visit.widget.launcher.evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(brand).toBe("rgb(43, 89, 255)");
    expect(visit.complaints).toEqual([]);
  });

  it("looks the same on a page whose styles undo and hide everything", async () => {
    await using visit = await workshop.visit({ page: "hostile" });
    await using calm = await workshop.visit();
    await converse(visit);
    await converse(calm);
    expect(await appearance(visit)).toEqual(await appearance(calm));
  });

  it("is there once when its script is there twice", async () => {
    await using visit = await workshop.visit({ page: "twice" });
    await converse(visit);
    expect(await visit.page.locator("deskbell-widget").count()).toBe(1);
    expect(visit.server.conversations).toHaveLength(1);
  });

  it("finds its server under a path", async () => {
    await using visit = await workshop.visit({ mount: "/help/deskbell" });
    await converse(visit);
  });

  it("works on a plain http page", async () => {
    await using visit = await workshop.visit({ plainHttp: true });
    expect(await visit.page.evaluate(() => isSecureContext)).toBe(false);
    await converse(visit);
  });

  it("works where the page may not store anything", async () => {
    await using visit = await workshop.visit();
    await visit.page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException("denied", "SecurityError");
          },
        });
      }
    });
    await visit.page.reload();
    await converse(visit);
  });

  it("stays when the page replaces its body", async () => {
    await using visit = await workshop.visit();
    await converse(visit);
    await visit.page.evaluate(() => {
      const body = document.createElement("body");
      body.textContent = "The next page";
      document.documentElement.replaceChild(body, document.body);
    });
    await visit.widget.ask("Still there?");
  });

  it("keeps what is typed from the page's own shortcuts", async () => {
    await using visit = await workshop.visit();
    await visit.page.evaluate(() => {
      document.addEventListener("keydown", (event) => {
        document.title += event.key;
      });
    });
    await visit.widget.open();
    await visit.page.keyboard.type("search");
    expect(await visit.page.title()).toBe("Fern & Fable");
  });

  it("stays open on the visitor's next page, without taking the focus", async () => {
    await using visit = await workshop.visit();
    await converse(visit);
    await visit.page.reload();
    await visit.widget.panel.waitFor();
    expect(await visit.page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
  });

  async function converse({ widget, server }: Visit) {
    await widget.open();
    await widget.ask("Hello");
    await widget.button("Talk to a human").click();
    await widget.status.getByText("Waiting for the team").waitFor();
    server.conversation().say({ author: "agent", name: "Ana", text: "A person" });
    await widget.log.getByText("A person").waitFor();
  }

  async function appearance({ widget }: Visit) {
    return Promise.all(
      [widget.launcher, widget.panel, widget.field, widget.bubbles.first()].map((part) =>
        part.evaluate((element) => {
          const { fontSize, color, backgroundColor, display, opacity, visibility } = getComputedStyle(element);
          const { width, height } = element.getBoundingClientRect();
          return { fontSize, color, backgroundColor, display, opacity, visibility, width, height };
        }),
      ),
    );
  }
});
