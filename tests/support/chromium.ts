import { spawnSync } from "node:child_process";
import { type Browser, chromium as playwright } from "playwright-core";

const places = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
].filter((place) => place !== undefined && place !== "");

const path = places.find(answersToVersion) ?? null;

if (path === null) {
  const message = `No Chromium found, so tests in a browser cannot run. Looked at: ${places.join(", ")}. Install one (sudo apt-get install -y chromium) or set CHROMIUM_PATH.`;
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

/** Ubuntu's chromium-browser may be a stub that only says to install a snap. */
function answersToVersion(place: string | undefined): place is string {
  if (place === undefined) return false;
  const { status, stdout } = spawnSync(place, ["--version"], { encoding: "utf8", timeout: 15_000 });
  return status === 0 && /chrom/i.test(stdout);
}
