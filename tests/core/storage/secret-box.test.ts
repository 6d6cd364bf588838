import { describe, expect, it } from "vitest";
import { createSecretBox, UnreadableSecret } from "../../../core/storage/secret-box.ts";
import { testKeys } from "../../adapters/test-keys.ts";

const place = "webhook_endpoint:secret:0192d3c4-0000-7000-8000-000000000001";
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

describe("a secret in the database", () => {
  const box = createSecretBox(testKeys("webhook secrets"));

  it("is read where it was put, and looks like nothing, never twice the same", () => {
    const sealed = [box.seal(secret, place), box.seal(secret, place)];
    expect(sealed.map((each) => box.open(each, place))).toEqual([secret, secret]);
    expect(new Set(sealed).size).toBe(2);
    for (const each of sealed) {
      expect(each).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
      expect(Buffer.from(each.split(".").at(-1) ?? "", "base64url").toString("latin1")).not.toContain("whsec_");
    }
    expect(box.open(box.seal("", place), place)).toBe("");
    expect(box.open(box.seal("schlüssel 🔑", place), place)).toBe("schlüssel 🔑");
  });

  it("is not read with another key: the message says which variable is another, and nothing of the secret", () => {
    const other = createSecretBox(testKeys("something else"));
    const read = () => other.open(box.seal(secret, place), place);
    expect(read).toThrow(UnreadableSecret);
    expect(read).toThrow(/encrypted with another APP_SECRET.*Start Deskbell with that one again/);
    expect(read).not.toThrow(/whsec_/);
  });

  it("is not read in another row, nor when a letter of it is another, nor when it is cut", () => {
    const sealed = box.seal(secret, place);
    const flipped = sealed.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    expect(() => box.open(sealed, place.replace(/1$/, "2"))).toThrow(/copied there from elsewhere/);
    for (const each of [`${flipped.slice(0, -6)}AAAAAA`, sealed.slice(0, -8), "v1", "", "plain text"])
      expect(() => box.open(each, place), each).toThrow(UnreadableSecret);
  });
});
