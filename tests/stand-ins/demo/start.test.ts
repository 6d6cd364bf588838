import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { childProcesses } from "../../core/storage/embedded/child-process.ts";

describe("npm run demo", () => {
  let demos: Awaited<ReturnType<typeof childProcesses>>;
  beforeAll(async () => {
    demos = await childProcesses(new URL("./start.ts", import.meta.url));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await demos.remove();
  });

  it.each(["abc", "65536", "1e3"])("says what is wrong with PORT=%s, and what it must be", async (port) => {
    vi.stubEnv("PORT", port);
    await expect(demos.start().line(0)).rejects.toThrow(`PORT is "${port}"; it must be a number from 0 to 65535`);
  });
});
