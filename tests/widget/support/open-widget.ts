import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { buildWidget } from "../../../widget/build.mjs";
import { chromium } from "../../support/chromium.ts";
import { type HostPage, type HostSite, startHostSite } from "./host-site.ts";
import { aChatbot, type ProtocolServer, startProtocolServer } from "./protocol-server.ts";
import { type Widget, widgetIn } from "./widget-in.ts";

/** A browser and a built widget, shared by the tests of a file. */
export interface Workshop {
  readonly files: string;
  visit(options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

export interface VisitOptions {
  readonly page?: HostPage;
  /** Where Deskbell is mounted on its server. */
  readonly mount?: string;
  /** On host names that no browser trusts, as plain http is on the open web. */
  readonly plainHttp?: boolean;
  readonly context?: BrowserContextOptions;
  prepare?(server: ProtocolServer): void;
}

/** One visitor on one site, with a server of its own. */
export interface Visit extends AsyncDisposable {
  readonly server: ProtocolServer;
  readonly site: HostSite;
  readonly page: Page;
  /** What the page complained about: uncaught errors and violated policies. */
  readonly complaints: readonly string[];
  readonly widget: Widget;
  /** The same visitor in another tab. */
  secondTab(): Promise<{ readonly page: Page; readonly widget: Widget }>;
}

export async function openWorkshop(): Promise<Workshop> {
  const files = await mkdtemp(join(tmpdir(), "deskbell-widget-"));
  await buildWidget(files);
  const browser: Browser = await chromium.launch(["--host-resolver-rules=MAP *.test 127.0.0.1"]);
  return {
    files,
    visit: (options = {}) => visit(browser, files, options),
    async close() {
      await browser.close();
      await rm(files, { recursive: true });
    },
  };
}

async function visit(browser: Browser, files: string, options: VisitOptions): Promise<Visit> {
  const server = await startProtocolServer(files, options.mount);
  options.prepare?.(server);
  const named = (url: string, host: string) => (options.plainHttp ? url.replace("127.0.0.1", host) : url);
  const site = await startHostSite(named(server.url, "desk.test"), aChatbot.id);
  const context = await browser.newContext(options.context);
  const complaints: string[] = [];
  const openTab = async () => {
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (/Content Security Policy|Trusted ?Type|TrustedHTML/i.test(message.text())) complaints.push(message.text());
    });
    await page.goto(named(site.page(options.page ?? "plain"), "shop.test"));
    return { page, widget: widgetIn(page) };
  };
  const first = await openTab();
  return {
    ...first,
    server,
    site,
    complaints,
    secondTab: openTab,
    async [Symbol.asyncDispose]() {
      await context.close();
      await site.close();
      await server.close();
    },
  };
}
