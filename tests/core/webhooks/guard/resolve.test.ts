import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createResolve } from "../../../../core/webhooks/guard/resolve.ts";
import { type StandInDns, startStandInDns } from "../../../stand-ins/dns/stand-in-dns.ts";

const never = new AbortController().signal;

describe("a host's addresses", () => {
  let dns: StandInDns;
  const resolve = (name: string, signal = never) => createResolve({ servers: [dns.server] })(name, false, signal);
  beforeEach(async () => {
    dns = await startStandInDns();
  });
  afterEach(() => dns.stop());

  it("are all that DNS tells, of both kinds", async () => {
    dns.tell("hooks.example.com", ["192.0.2.7", "192.0.2.8", "2001:db8::7"]);
    expect(await resolve("hooks.example.com")).toEqual(["192.0.2.7", "192.0.2.8", "2001:db8::7"]);
    expect(dns.asked.toSorted()).toEqual(["hooks.example.com A", "hooks.example.com AAAA"]);
  });

  it("are those of the kind that it has", async () => {
    dns.tell("four.example.com", ["192.0.2.7"]);
    dns.tell("six.example.com", ["2001:db8::7"]);
    expect(await resolve("four.example.com")).toEqual(["192.0.2.7"]);
    expect(await resolve("six.example.com")).toEqual(["2001:db8::7"]);
  });

  it("are asked for anew every time", async () => {
    dns.tell("hooks.example.com", ["192.0.2.7"], ["192.0.2.8"]);
    expect([await resolve("hooks.example.com"), await resolve("hooks.example.com")]).toEqual([
      ["192.0.2.7"],
      ["192.0.2.8"],
    ]);
  });

  it("are unknown where there is no such name, or it has none", async () => {
    dns.tell("mail-only.example.com", []);
    expect(await resolve("nowhere.example.com")).toBe("unknown");
    expect(await resolve("mail-only.example.com")).toBe("unknown");
  });

  it("cannot be told by a server that fails", async () => {
    dns.tell("hooks.example.com", "broken");
    expect(await resolve("hooks.example.com")).toBe("failing");
  });

  it("are waited for no longer than the signal says", async () => {
    dns.tell("hooks.example.com", "silent");
    const stop = new AbortController();
    const resolving = resolve("hooks.example.com", stop.signal);
    stop.abort();
    expect(await resolving).toBe("failing");
    expect(await resolve("hooks.example.com", stop.signal)).toBe("failing");
  });

  it("are the system's for names of one's own network", async () => {
    const inside = (name: string, signal = never) => createResolve()(name, true, signal);
    expect(await inside("localhost")).toContain("127.0.0.1");
    expect(await inside("localhost", AbortSignal.abort())).toBe("failing");
  });
});
