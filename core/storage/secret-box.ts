import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";

export type SecretBox = ReturnType<typeof createSecretBox>;

/** A secret that this instance cannot read. The message says what to do, and nothing of what is in it. */
export class UnreadableSecret extends Error {}

/**
 * Secrets as they are kept in the database: `v1.<key's id>.<iv>.<ciphertext and tag>`, AES-256-GCM. `place` is bound
 * into each (table:column:row), so that one cannot be moved to another row.
 */
export function createSecretBox(key: Buffer) {
  const keyId = createHash("sha256").update(key).digest("hex").slice(0, 8);

  return {
    seal(secret: string, place: string): string {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `v1.${keyId}.${iv.toString("base64url")}.${sealed.toString("base64url")}`;
    },

    open(text: string, place: string): string {
      const [version, by, iv = "", rest = ""] = text.split(".");
      if (version === "v1" && by !== keyId) {
        throw new UnreadableSecret(
          `The secret in ${place} was encrypted with another APP_SECRET than the one that Deskbell runs with now. Start Deskbell with that one again (an embedded database keeps it in DATA_DIR/app-secret), or make a new secret in its place.`,
        );
      }
      try {
        const sealed = Buffer.from(rest, "base64url");
        const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"))
          .setAAD(Buffer.from(place))
          .setAuthTag(sealed.subarray(-16));
        return decipher.update(sealed.subarray(0, -16)) + decipher.final("utf8");
      } catch {
        throw new UnreadableSecret(
          `The secret in ${place} is damaged, or was copied there from elsewhere. Make a new secret in its place.`,
        );
      }
    },
  };
}
