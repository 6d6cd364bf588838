import { readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, describe, expect, it, vi } from "vitest";
import { teamsApp } from "../../adapters/teams/app.ts";
import { manifestFiles } from "../../manifests/files.ts";
import { readIdentity } from "../../manifests/identity.ts";
import { placeholderIds, teamsIds } from "../../manifests/teams/ids.ts";
import { teamsManifest } from "../../manifests/teams/manifest.ts";
import { readPng } from "./read-png.ts";

const teamsAppId = "5f6a1b2c-3d4e-4f50-8192-a3b4c5d6e7f8";
const publicUrl = "https://desk.example/";
const basic = teamsManifest("basic", teamsIds(teamsAppId), publicUrl);
const rsc = teamsManifest("rsc", teamsIds(teamsAppId), publicUrl);

const schema = JSON.parse(readFileSync("tests/manifests/schema/teams-1.19.schema.json", "utf8"));
// Strict, except for two habits of Microsoft's schema; it knows one format.
const ajv = new Ajv.default({ strictTypes: false, strictRequired: false, formats: { uri: URL.canParse } });
const accepts = ajv.compile(schema);
const problemsOf = (manifest: unknown) => (accepts(manifest) ? [] : accepts.errors);

describe("a manifest for Teams", () => {
  it.each([
    ["basic", basic],
    ["with RSC", rsc],
    ["basic, as committed", teamsManifest("basic", placeholderIds, "https://deskbell.example.com")],
    ["with RSC, as committed", teamsManifest("rsc", placeholderIds, "https://deskbell.example.com")],
  ])("is valid against Microsoft's schema: %s", (_, manifest) => {
    expect(problemsOf(JSON.parse(JSON.stringify(manifest)))).toEqual([]);
  });

  it.each([
    ["another version", { manifestVersion: "1.20" }],
    ["a key from later versions", { supportsChannelFeatures: "tier1" }],
    ["an id that is none", { id: "deskbell" }],
    ["an address that is none", { developer: { ...basic.developer, websiteUrl: "desk.example" } }],
    ["a $schema that is no address", { $schema: "MicrosoftTeams" }],
    ["a short description of 81 characters", { description: { short: "x".repeat(81), full: "x" } }],
    ["a scope that does not exist", { bots: [{ botId: teamsAppId, scopes: ["channel"] }] }],
  ])("would be refused with %s", (_, change) => {
    expect(problemsOf({ ...basic, ...change })).not.toEqual([]);
  });

  it("lists exactly the commands that are answered, in a team's channels only", () => {
    for (const { bots } of [basic, rsc]) {
      const [bot, ...others] = bots;
      expect(others).toEqual([]);
      expect(bot?.scopes).toEqual(["team"]);
      expect(bot?.commandLists).toEqual([
        { scopes: ["team"], commands: teamsApp.commands.map(({ verb, says }) => ({ title: verb, description: says })) },
      ]);
    }
  });

  it("leaves the bot's address to Azure, and the steps there name the one that is served", () => {
    expect(JSON.stringify([basic, rsc])).not.toContain(teamsApp.path);
    expect(readFileSync("manifests/README.md", "utf8")).toContain(`\`PUBLIC_URL${teamsApp.path}\``);
  });

  it("names who runs it, or Deskbell where their address is too long for Teams", () => {
    const nameAt = (url: string) => teamsManifest("basic", placeholderIds, url).developer.name;
    expect(basic.developer).toEqual({
      name: "desk.example",
      websiteUrl: "https://desk.example",
      privacyUrl: "https://desk.example",
      termsOfUseUrl: "https://desk.example",
    });
    expect(nameAt(`https://${"a".repeat(24)}.example:8443/x`)).toBe(`${"a".repeat(24)}.example`);
    expect(nameAt(`https://${"a".repeat(25)}.example`)).toBe("Deskbell");
  });
});

describe("the two packages for Teams", () => {
  it("are one app of one bot, and the one with RSC is an update of the other", () => {
    expect(rsc.id).toBe(basic.id);
    expect(rsc.bots).toEqual(basic.bots);
    expect(basic.bots[0]?.botId).toBe(teamsAppId);
    expect([basic.version, rsc.version]).toEqual(["1.0.0", "1.1.0"]);
  });

  it("differ in one permission, which the description explains", () => {
    expect(basic).not.toHaveProperty("authorization");
    expect(basic).not.toHaveProperty("webApplicationInfo");
    expect(rsc.authorization?.permissions.resourceSpecific).toEqual([
      { name: "ChannelMessage.Read.Group", type: "Application" },
    ]);
    expect(rsc.webApplicationInfo?.id).toBe(teamsAppId);
    expect(rsc.description.full).toMatch(/ChannelMessage\.Read\.Group.*every message/);
    expect(basic.description.full).toContain("receives only messages that mention it");
    expect(rsc.description.full).not.toContain("receives only messages that mention it");
  });

  it("keep their app's id for as long as the bot is the same", () => {
    const { appId } = teamsIds(teamsAppId);
    // As Python's uuid5 has it, too. A change of it would make the next update of everybody's app another app.
    expect(appId).toBe("8052f680-4924-5d2e-98ac-9c64610c0bc9");
    expect(teamsIds("5f6a1b2c-3d4e-4f50-8192-a3b4c5d6e7f9").appId).not.toBe(appId);
    expect(readIdentity({ TEAMS_APP_ID: ` ${teamsAppId.toUpperCase()}\n` })).toEqual({ publicUrl: null, teamsAppId });
  });
});

describe("a package for Teams", () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  const files = manifestFiles({ publicUrl, teamsAppId });
  const open = (path: string) => unzipSync(Uint8Array.from(Buffer.from(files.get(path) ?? "")));
  const packages = [
    ["teams/deskbell-teams.zip", "teams/manifest.basic.json"],
    ["teams/deskbell-teams-rsc.zip", "teams/manifest.rsc.json"],
  ] as const;

  it.each(packages)("holds the manifest and the icons that it names, and nothing else: %s", (path, manifestPath) => {
    const content = open(path);
    const manifest = strFromU8(content["manifest.json"] ?? new Uint8Array());
    const { icons } = JSON.parse(manifest);
    expect(manifest).toBe(files.get(manifestPath));
    expect(Object.keys(content).sort()).toEqual(["manifest.json", icons.color, icons.outline].sort());
  });

  it("has the same bytes wherever and whenever it is built", () => {
    for (const [zone, time] of [
      ["Pacific/Auckland", "2031-07-01T00:00:00Z"],
      ["America/Los_Angeles", "2027-01-01T23:59:59Z"],
    ] as const) {
      vi.stubEnv("TZ", zone);
      vi.setSystemTime(time);
      for (const [path] of packages)
        expect(manifestFiles({ publicUrl, teamsAppId }).get(path)).toEqual(files.get(path));
    }
  });

  it("has a color icon of 192 pixels: a full square with nothing in the 48 pixels that Teams may crop", () => {
    const icon = readPng(open("teams/deskbell-teams.zip")["color.png"] ?? new Uint8Array());
    expect([icon.width, icon.height]).toEqual([192, 192]);
    const background = icon.at(0, 0);
    expect(`#${Buffer.from(background.slice(0, 3)).toString("hex")}`).toBe(basic.accentColor);
    expect(icon.pixels.every(([, , , alpha]) => alpha === 255)).toBe(true);
    const drawn = icon.pixels.flatMap((pixel, at) => (String(pixel) === String(background) ? [] : [at]));
    expect(drawn.length).toBeGreaterThan(192 * 192 * 0.08);
    for (const at of drawn) {
      expect(at % 192).toSatisfy((x: number) => x >= 48 && x < 144);
      expect(Math.floor(at / 192)).toSatisfy((y: number) => y >= 48 && y < 144);
    }
  });

  it("has an outline icon of 32 pixels: white and transparent, without padding", () => {
    const icon = readPng(open("teams/deskbell-teams.zip")["outline.png"] ?? new Uint8Array());
    expect([icon.width, icon.height]).toEqual([32, 32]);
    expect(icon.pixels.filter(([r, g, b]) => r !== 255 || g !== 255 || b !== 255)).toEqual([]);
    const drawn = icon.pixels.flatMap(([, , , alpha = 0], at) => (alpha > 0 ? [at] : []));
    const across = drawn.map((at) => at % 32);
    expect(drawn.length).toBeLessThan(32 * 32 * 0.5);
    expect(Math.max(...across) - Math.min(...across)).toBeGreaterThanOrEqual(29);
  });
});
