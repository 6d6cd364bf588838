import { zipSync } from "fflate";
import { colorIcon, outlineIcon } from "./icons.ts";

/** The app package that is uploaded to Teams. The same manifest gives the same bytes. */
export function teamsPackage(manifest: string): Uint8Array {
  const files = { "manifest.json": Buffer.from(manifest), "color.png": colorIcon(), "outline.png": outlineIcon() };
  // A zip takes local time, from 1980 on: made of local parts, it is the same everywhere.
  return zipSync(files, { mtime: new Date(1980, 0, 1) });
}
