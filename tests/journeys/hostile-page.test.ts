import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstChatbotId } from "../../core/main.ts";
import { startSlackPane } from "../stand-ins/demo/slack-pane.ts";
import { chromium } from "../support/chromium.ts";
import { openDeskbell } from "../support/deskbell.ts";
import { openStage, type Stage } from "./support/open-stage.ts";
import { serveHostilePage } from "./support/serve-hostile-page.ts";
import { slackOn } from "./support/slack-on.ts";

describe.skipIf(!chromium.path)("a hostile page", { timeout: 60_000 }, () => {
  let stage: Stage;
  let office: Awaited<ReturnType<typeof startSlackPane>>;
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    [stage, office] = await Promise.all([openStage(), startSlackPane()]);
    deskbell = await openDeskbell("embedded", { env: office.env, widgetDirectory: stage.widgetFiles });
    office.meet(deskbell.url);
  });
  afterAll(async () => {
    await deskbell?.close();
    await office?.stop();
    await stage?.close();
  });

  it("under a strict policy, with Trusted Types and styles that undo everything, lets the visitor ring all the same", async () => {
    await using site = await serveHostilePage(deskbell.url, firstChatbotId);
    await using visitor = await stage.visitor(site.url);
    await using agent = await stage.open(office.pane.url);
    const slack = slackOn(agent.page);

    await visitor.widget.open();
    await visitor.widget.ask("How can I pay?", "You can pay by card");
    await visitor.widget.askForHuman();
    await visitor.widget.log.getByText("Sent! The team will follow up soon.").waitFor();
    await slack.press(slack.cards("How can I pay?"), "Resolve");
    await visitor.widget.status.getByText("Resolved by Ana").waitFor();

    const looks = await visitor.widget.field.evaluate((field) => {
      const { fontSize, display, opacity } = getComputedStyle(field);
      return { fontSize, display, opacity, wide: field.getBoundingClientRect().width > 150 };
    });
    expect(looks).toEqual({ fontSize: "16px", display: "block", opacity: "1", wide: true });
    expect(visitor.complaints).toEqual([]);
  });

  it("of an origin that the owner has not allowed is told that the chat is not for it", async () => {
    await using site = await serveHostilePage(stage.demo.deskbellUrl, firstChatbotId);
    await using visitor = await stage.visitor(site.url);
    await visitor.widget.open();
    await visitor.widget.status.getByText("This chat is not available here.").waitFor();
  });
});
