import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGuard } from "../../../../core/webhooks/guard/guard.ts";
import { networks } from "../../../../core/webhooks/guard/networks.ts";
import { createResolve } from "../../../../core/webhooks/guard/resolve.ts";
import { type StandInDns, startStandInDns } from "../../../stand-ins/dns/stand-in-dns.ts";

const never = new AbortController().signal;

describe("the guard", () => {
  let dns: StandInDns;
  const guard = (...allow: readonly string[]) =>
    createGuard({ allow: networks(...allow), resolve: createResolve({ servers: [dns.server] }) });
  beforeEach(async () => {
    dns = await startStandInDns();
    dns.tell("public.example.com", ["93.184.216.34", "2606:4700::1"]);
    dns.tell("inside.example.com", ["10.0.5.7"]);
    dns.tell("half.example.com", ["93.184.216.34", "10.0.5.7"]);
    dns.tell("six.example.com", ["93.184.216.34", "::1"]);
    dns.tell("broken.example.com", "broken");
  });
  afterEach(() => dns.stop());

  it("finds every address of a public name, so that none but these is connected to", async () => {
    expect(await guard().find("https://public.example.com/x", never)).toEqual({
      url: new URL("https://public.example.com/x"),
      addresses: ["93.184.216.34", "2606:4700::1"],
    });
  });

  it.each([
    ["https://inside.example.com/", "leads_inside", /^inside\.example\.com leads to an address that is not public\./],
    ["https://half.example.com/", "leads_inside", /not public/],
    ["https://six.example.com/", "leads_inside", /not public/],
    ["https://nowhere.example.com/", "unknown", /no host named nowhere\.example\.com/],
    ["https://broken.example.com/", "failing", /could not be looked up/],
    ["https://10.0.5.7/", "url", /^10\.0\.5\.7 is not a public address/],
    ["https://intranet/", "url", /^“intranet” is not the name of a public host/],
    ["https://desk.corp.internal/", "url", /not the name of a public host/],
    ["http://public.example.com/", "url", /must begin with https/],
    ["http://93.184.216.34/", "url", /must begin with https/],
  ])("does not go to %s", async (url, kind, problem) => {
    expect(await guard().find(url, never)).toEqual({ kind, problem: expect.stringMatching(problem) });
  });

  it("does not tell strangers what a name of the inside leads to", async () => {
    expect(JSON.stringify(await guard().find("https://inside.example.com/", never))).not.toContain("10.0.5.7");
  });

  describe("where the operator allows a network", () => {
    const allowing = () => guard("10.0.5.0/24", "127.0.0.0/8", "::1");

    it.each([
      "https://inside.example.com/",
      "http://inside.example.com/",
      "https://half.example.com/",
      "http://10.0.5.7:8080/",
      "http://localhost:8080/",
      "https://public.example.com/",
    ])("goes to %s", async (url) => {
      expect(await allowing().find(url, never)).toMatchObject({ addresses: expect.any(Array) });
    });

    it.each([
      ["http://half.example.com/", /must begin with https/],
      ["http://public.example.com/", /must begin with https/],
      ["http://93.184.216.34/", /must begin with https/],
      ["https://10.0.6.7/", /not a public address/],
      ["https://[::ffff:10.0.5.7]/", /not a public address/],
    ])("still does not go to %s", async (url, problem) => {
      expect(await allowing().find(url, never)).toMatchObject({ problem: expect.stringMatching(problem) });
    });
  });

  it("lets an endpoint be saved as it will be used", async () => {
    expect(await guard().checkUrl(" https://PUBLIC.example.com./x#y ", never)).toEqual({
      url: "https://public.example.com/x",
    });
    expect(await guard().checkUrl("https://inside.example.com/", never)).toEqual({
      problem: expect.stringMatching(/not public.*WEBHOOK_ALLOW_CIDRS/),
    });
    expect(await guard().checkUrl("https://nowhere.example.com/", never)).toEqual({
      problem: expect.stringContaining("Check the URL"),
    });
  });

  it("lets it be saved while DNS fails: every attempt looks again", async () => {
    expect(await guard().checkUrl("https://broken.example.com/x", never)).toEqual({
      url: "https://broken.example.com/x",
    });
  });
});
