import type { Identity } from "./identity.ts";
import { slackManifest } from "./slack/manifest.ts";
import { placeholderIds, teamsIds } from "./teams/ids.ts";
import { teamsManifest } from "./teams/manifest.ts";
import { teamsPackage } from "./teams/package.ts";

/** Stands in the committed files; whoever pastes them puts their own address there. */
export const placeholderUrl = "https://deskbell.example.com";

/** Only built where everything is known. */
export const packages = ["teams/deskbell-teams.zip", "teams/deskbell-teams-rsc.zip"] as const;

/** Every generated file, by its path below manifests/. Packages hold nothing but what is ready to be uploaded. */
export function manifestFiles({ publicUrl, teamsAppId }: Identity): ReadonlyMap<string, string | Uint8Array> {
  const url = publicUrl ?? placeholderUrl;
  const ids = teamsAppId === null ? placeholderIds : teamsIds(teamsAppId);
  const basic = json(teamsManifest("basic", ids, url));
  const rsc = json(teamsManifest("rsc", ids, url));
  const isComplete = publicUrl !== null && teamsAppId !== null;
  return new Map<string, string | Uint8Array>([
    ["slack/manifest.http.json", json(slackManifest("http", url))],
    ["slack/manifest.socket.json", json(slackManifest("socket", url))],
    ["teams/manifest.basic.json", basic],
    ["teams/manifest.rsc.json", rsc],
    ...(isComplete ? teamsPackages(basic, rsc) : []),
  ]);
}

function teamsPackages(basic: string, rsc: string): readonly [string, Uint8Array][] {
  return [
    [packages[0], teamsPackage(basic)],
    [packages[1], teamsPackage(rsc)],
  ];
}

function json(manifest: unknown): string {
  const text = JSON.stringify(manifest, null, 2);
  // An array of one string on one line, as Biome formats committed files.
  return `${text.replace(/\[\s+("[^"]*")\s+\]/g, "[$1]")}\n`;
}
