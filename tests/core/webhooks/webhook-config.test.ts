import { describe, expect, it } from "vitest";
import { readWebhookConfig } from "../../../core/webhooks/webhook-config.ts";

function allowed(WEBHOOK_ALLOW_CIDRS: string | undefined) {
  const read = readWebhookConfig({ WEBHOOK_ALLOW_CIDRS });
  if ("problems" in read) throw new Error(read.problems.join("\n"));
  return read.config.allow;
}

describe("WEBHOOK_ALLOW_CIDRS", () => {
  it.each([undefined, "", " ", ","])("allows nothing when it is %j", (value) => {
    expect(allowed(value).isEmpty).toBe(true);
    expect(allowed(value).has("10.0.5.1")).toBe(false);
  });

  it("allows the networks and addresses in it, and nothing beside them", () => {
    const { has } = allowed("10.0.5.0/24, fd00:5::/48,192.168.1.7");
    expect(["10.0.5.0", "10.0.5.255", "fd00:5::1", "fd00:5:0:ffff::", "192.168.1.7"].filter(has)).toHaveLength(5);
    expect(["10.0.4.255", "10.0.6.0", "fd00:6::1", "192.168.1.8", "::ffff:10.0.5.1", "127.0.0.1"].filter(has)).toEqual(
      [],
    );
  });

  it.each(["10.0.5.0/33", "10.0.5/24", "fd00::/129", "intranet", "10.0.5.0/24/8", "10.0.5.0/-1", "fe80::1%eth0", "/8"])(
    "stops the start, by name, for %s",
    (wrong) => {
      const read = readWebhookConfig({ WEBHOOK_ALLOW_CIDRS: `127.0.0.0/8,${wrong}` });
      expect(read).toEqual({
        problems: [expect.stringMatching(/^WEBHOOK_ALLOW_CIDRS has “.+” in it.*10\.0\.5\.0\/24/)],
      });
      expect(read).toEqual({ problems: [expect.stringContaining(`“${wrong}”`)] });
    },
  );

  it("names all that is wrong at once", () => {
    expect(readWebhookConfig({ WEBHOOK_ALLOW_CIDRS: "a, 10.0.0.0/8, b" })).toMatchObject({
      problems: [expect.stringContaining("“a”"), expect.stringContaining("“b”")],
    });
  });
});
