import { type Browser, chromium as playwright } from "playwright-core";
import { chromiumPlaces, findChromium } from "./find-chromium.ts";

const path = findChromium();

if (path === null) {
  const message = `No Chromium found, so tests in a browser cannot run. Looked at: ${chromiumPlaces.join(", ")}. Install one (sudo apt-get install -y chromium) or set CHROMIUM_PATH.`;
  if (process.env.CI === "true") throw new Error(message);
  console.warn(message);
}

/** `describe.skipIf(!chromium.path)`: absent, browser tests are skipped on a desk and fail in CI. */
export const chromium = {
  path,
  launch(more: readonly string[] = []): Promise<Browser> {
    if (path === null) throw new Error("There is no Chromium to launch: guard the suite with chromium.path.");
    return playwright.launch({
      executablePath: path,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        ...more,
      ],
    });
  },
};
