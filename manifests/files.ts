import { slackManifest } from "./slack/manifest.ts";

/** Stands in the committed files; whoever pastes them puts their own address there. */
export const placeholderUrl = "https://deskbell.example.com";

/** Every generated file, by its path below manifests/. */
export function manifestFiles(publicUrl: string = placeholderUrl): ReadonlyMap<string, string> {
  return new Map([
    ["slack/manifest.http.json", json(slackManifest("http", publicUrl))],
    ["slack/manifest.socket.json", json(slackManifest("socket", publicUrl))],
  ]);
}

function json(manifest: unknown): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
