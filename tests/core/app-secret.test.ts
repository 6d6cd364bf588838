import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepAppSecret } from "../../core/app-secret.ts";

describe("the embedded home's secret", () => {
  let place: string;
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), "deskbell-secret-"));
  });
  afterEach(() => rm(place, { recursive: true, force: true }));

  it("is made once, in a directory that need not be there yet, and read from then on", async () => {
    const home = join(place, "not", "there");
    const made = await keepAppSecret(home);
    expect(made).toMatch(/^[0-9a-f]{64}$/);
    expect(await keepAppSecret(home)).toBe(made);
    expect(await keepAppSecret(join(place, "other"))).not.toBe(made);
  });

  it("can be read by its owner only, and leaves nothing else behind", async () => {
    await keepAppSecret(place);
    expect((await stat(join(place, "app-secret"))).mode & 0o777).toBe(0o600);
    expect(await readdir(place)).toEqual(["app-secret"]);
  });

  it("is made although a crash left a draft of it", async () => {
    await writeFile(join(place, "app-secret.draft"), "ab");
    expect(await keepAppSecret(place)).toMatch(/^[0-9a-f]{64}$/);
    expect(await readdir(place)).toEqual(["app-secret"]);
  });

  it.each([
    ["empty", ""],
    ["cut off", "abc\n"],
  ])("is refused when its file is %s, saying what to do", async (_, text) => {
    await writeFile(join(place, "app-secret"), text);
    await expect(keepAppSecret(place)).rejects.toThrow(/app-secret.*delete/i);
  });
});
