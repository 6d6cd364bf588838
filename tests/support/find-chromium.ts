import { spawnSync } from "node:child_process";

export const chromiumPlaces: readonly string[] = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
].filter((place): place is string => place !== undefined && place !== "");

export function findChromium(): string | null {
  return chromiumPlaces.find(answersToVersion) ?? null;
}

/** Ubuntu's chromium-browser may be a stub that only says to install a snap. */
function answersToVersion(place: string): boolean {
  const { status, stdout } = spawnSync(place, ["--version"], { encoding: "utf8", timeout: 15_000 });
  return status === 0 && /chrom/i.test(stdout);
}
