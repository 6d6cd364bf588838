import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromium } from "../support/chromium.ts";
import { openWorkshop, type Workshop } from "./support/open-widget.ts";

describe.skipIf(!chromium.path)("a visitor in the chat", () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterAll(() => workshop?.close());

  it("asks the assistant and reads its answer", async () => {
    await using visit = await workshop.visit();
    await visit.widget.open();
    await visit.widget.ask("Do you ship to Malta?");
    expect(await visit.widget.bubbles.count()).toBe(2);
    expect(visit.complaints).toEqual([]);
  });
});
