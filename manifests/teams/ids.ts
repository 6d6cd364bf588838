import { createHash } from "node:crypto";

export interface TeamsIds {
  /** The app in Teams' catalog. */
  readonly appId: string;
  /** The bot, which is the Entra application. */
  readonly botId: string;
}

const nobody = "00000000-0000-0000-0000-000000000000";

/** Stands in the committed files; Teams accepts no app with it. */
export const placeholderIds: TeamsIds = { appId: nobody, botId: nobody };

/** One bot is one app, wherever and whenever its packages are built: the app's id is a UUIDv5 of the bot's. */
export function teamsIds(botId: string): TeamsIds {
  return { appId: uuidV5("7a3f1f0e-5d0b-4c1c-9a55-6c1b0d6f2e84", botId), botId };
}

/** https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5 */
function uuidV5(namespace: string, name: string): string {
  const hash = createHash("sha1").update(namespace.replaceAll("-", ""), "hex").update(name).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
