import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { buildWidget } from "../../../widget/build.mjs";
import { type Demo, startDemo } from "../../stand-ins/demo/start-demo.ts";
import { chromium } from "../../support/chromium.ts";
import { makeHome } from "../../support/database.ts";
import { keptLog } from "../../support/deskbell.ts";
import { slackOn } from "./slack-on.ts";
import { teamsOn } from "./teams-on.ts";
import { widgetOn } from "./widget-on.ts";

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** The whole running thing, and a browser in which people come and go. */
export async function openStage() {
  const files = await mkdtemp(join(tmpdir(), "deskbell-widget-"));
  const [home, browser] = await Promise.all([makeHome("embedded"), chromium.launch(), buildWidget(files)]);
  const { log, lines } = keptLog();
  const demo = await startDemo({
    port: 0,
    ...(home.env.DATA_DIR && { dataDir: home.env.DATA_DIR }),
    widgetDirectory: files,
    log,
  });

  return {
    demo,
    widgetFiles: files,
    /** What Deskbell had to say. */
    lines,
    open: (url: string, context?: BrowserContextOptions) => openPage(browser, url, context),
    async visitor(url = demo.shopUrl, context?: BrowserContextOptions) {
      const opened = await openPage(browser, url, context);
      return Object.assign(opened, { widget: widgetOn(opened.page) });
    },
    async agent(name: string, context?: BrowserContextOptions) {
      const opened = await openPage(browser, urlOf(demo, "Slack"), context);
      const slack = slackOn(opened.page);
      await opened.page.locator("body[data-ready]").waitFor();
      await slack.actAs(name);
      return Object.assign(opened, slack);
    },
    async agentInTeams(name: string, context?: BrowserContextOptions) {
      const opened = await openPage(browser, urlOf(demo, "Teams"), context);
      const teams = teamsOn(opened.page);
      await opened.page.locator("body[data-ready]").waitFor();
      await teams.actAs(name);
      return Object.assign(opened, teams);
    },
    async close(): Promise<void> {
      await browser.close();
      await demo.stop();
      await home.remove();
      await rm(files, { recursive: true });
    },
  };
}

/** A person's browser, with nothing kept from before. */
export async function openPage(browser: Browser, url: string, options?: BrowserContextOptions) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  // A busy machine is slow, and a widget that was cut off tries again ever more seldom.
  context.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  async function tab(): Promise<Page> {
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (/Content Security Policy|Trusted ?Type|TrustedHTML/i.test(message.text())) complaints.push(message.text());
    });
    await page.goto(url);
    return page;
  }
  return {
    page: await tab(),
    /** The same person in another tab. */
    tab,
    /** Errors that nobody caught, and violated policies. */
    complaints,
    [Symbol.asyncDispose]: () => context.close(),
  };
}

function urlOf({ panes }: Demo, wanted: string): string {
  const pane = panes.find(({ name }) => name === wanted);
  if (pane === undefined) throw new Error(`The demo has no ${wanted}.`);
  return pane.url;
}
