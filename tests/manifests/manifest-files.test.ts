import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { manifestFiles, placeholderUrl } from "../../manifests/files.ts";
import { readIdentity, whatIsMissing } from "../../manifests/identity.ts";

const TEAMS_APP_ID = "5f6a1b2c-3d4e-4f50-8192-a3b4c5d6e7f8";
const PUBLIC_URL = "https://desk.example/help/";
const committed = manifestFiles(readIdentity({}));
const packagesIn = (env: Record<string, string>) =>
  [...manifestFiles(readIdentity(env)).keys()].filter((path) => path.endsWith(".zip"));

describe("the committed manifests", () => {
  it.each([...committed])("are what the code says: %s (npm run manifests writes them)", (path, text) => {
    expect(readFileSync(`manifests/${path}`, "utf8")).toBe(text);
  });

  it("hold a placeholder for the address, except for Socket Mode, which needs none", () => {
    expect(committed.get("slack/manifest.http.json")).toContain(`${placeholderUrl}/adapters/slack/events`);
    expect(committed.get("slack/manifest.socket.json")).not.toContain("://");
    expect(committed.get("teams/manifest.basic.json")).toContain(`"websiteUrl": "${placeholderUrl}"`);
  });

  it("hold ids that are plainly nobody's", () => {
    for (const path of ["teams/manifest.basic.json", "teams/manifest.rsc.json"]) {
      const ids = String(committed.get(path)).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g);
      expect(new Set(ids), path).toEqual(new Set(["00000000-0000-0000-0000-000000000000"]));
    }
  });
});

describe("npm run manifests", () => {
  it("builds the packages for Teams once it knows both the bot and the address", () => {
    expect(packagesIn({})).toEqual([]);
    expect(packagesIn({ PUBLIC_URL })).toEqual([]);
    expect(packagesIn({ TEAMS_APP_ID })).toEqual([]);
    expect(packagesIn({ TEAMS_APP_ID, PUBLIC_URL })).toEqual([
      "teams/deskbell-teams.zip",
      "teams/deskbell-teams-rsc.zip",
    ]);
  });

  it("says what to set while there are placeholders left", () => {
    const said = (env: Record<string, string>) => whatIsMissing(readIdentity(env)).join("\n");
    expect(said({ TEAMS_APP_ID, PUBLIC_URL })).toBe("");
    expect(said({ TEAMS_APP_ID })).toMatch(/^Set PUBLIC_URL .*packages/s);
    expect(said({ PUBLIC_URL, TEAMS_APP_ID: " " })).toMatch(/^Set TEAMS_APP_ID .*packages/s);
    expect(said({})).toMatch(/PUBLIC_URL.*TEAMS_APP_ID.*packages/s);
  });

  it("puts the configured address into every manifest that needs one", () => {
    const files = manifestFiles(readIdentity({ TEAMS_APP_ID, PUBLIC_URL: ` ${PUBLIC_URL} ` }));
    expect(files.get("slack/manifest.http.json")).toContain('"https://desk.example/help/adapters/slack/events"');
    expect(files.get("teams/manifest.rsc.json")).toContain('"websiteUrl": "https://desk.example/help"');
    for (const [path, content] of files) expect(String(content), path).not.toContain(placeholderUrl);
  });

  it("refuses what cannot be right, all at once, and says where the right value is found", () => {
    const read = () => readIdentity({ PUBLIC_URL: "desk.example", TEAMS_APP_ID: "Deskbell" });
    expect(read).toThrow(/PUBLIC_URL must .*TEAMS_APP_ID must .*Application \(client\) ID/s);
    for (const url of ["ftp://desk.example", "http://desk.example"])
      expect(() => readIdentity({ PUBLIC_URL: url })).toThrow(/PUBLIC_URL must/);
    const nobody = "00000000-0000-0000-0000-000000000000";
    expect(() => readIdentity({ TEAMS_APP_ID: nobody })).toThrow(/TEAMS_APP_ID must/);
    expect(() => readIdentity({ TEAMS_APP_ID: `${TEAMS_APP_ID}0` })).toThrow(/^TEAMS_APP_ID must/);
  });
});
