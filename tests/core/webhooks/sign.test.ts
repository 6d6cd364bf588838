import { createHmac } from "node:crypto";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { newSecret } from "../../../core/webhooks/secret.ts";
import { compatibilityHeaders, signatureHeaders } from "../../../core/webhooks/sign.ts";

const id = "evt_0199a1b2c3d47e5f8a9b0c1d2e3f4a5b";
const verifies = (secret: string, body: string, headers: Record<string, string>) => {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
};

describe("a signature", () => {
  const secret = newSecret();
  const sign = (body: string, secrets = [secret], at = new Date()) =>
    signatureHeaders(id, at, Buffer.from(body), secrets);

  it("is what the official library takes, whatever is signed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (body) => verifies(secret, body, sign(body))),
      { numRuns: 100 },
    );
  });

  it("is what the official library itself makes", () => {
    const at = new Date("2026-04-19T10:23:45.120Z");
    const body = '{"event":"conversation.escalated","data":{"last_message":"Grüße 👋"}}';
    expect(sign(body, [secret], at)).toEqual({
      "webhook-id": id,
      "webhook-timestamp": "1776594225",
      "webhook-signature": new Webhook(secret).sign(id, at, body),
    });
  });

  it("is refused after any byte of what was signed or of the signature is changed", () => {
    const body = JSON.stringify({ event: "conversation.escalated", data: { last_message: "Hello 👋" } });
    const headers = sign(body);
    const parts = ["body", "webhook-id", "webhook-timestamp", "webhook-signature"] as const;
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.nat(), fc.integer({ min: 1, max: 127 }), (part, at, by) => {
        const changed = (text: string) => {
          const bytes = Buffer.from(text, "latin1");
          const place = at % bytes.length;
          bytes[place] = (bytes[place] ?? 0) ^ by;
          return bytes.toString("latin1");
        };
        const text = Buffer.from(body).toString("latin1");
        return part === "body"
          ? !verifies(secret, Buffer.from(changed(text), "latin1").toString(), headers)
          : !verifies(secret, body, { ...headers, [part]: changed(headers[part] ?? "") });
      }),
      { numRuns: 300 },
    );
  });

  it("is refused with another secret, and when it is old", () => {
    expect(verifies(newSecret(), "{}", sign("{}"))).toBe(false);
    expect(verifies(secret, "{}", sign("{}", [secret], new Date(Date.now() - 6 * 60_000)))).toBe(false);
  });

  it("can be verified with either secret while they are rotated, and with no third", () => {
    const [newer, older] = [newSecret(), newSecret()];
    const headers = sign("{}", [newer, older]);
    expect(headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
    expect([newer, older, newSecret()].map((each) => verifies(each, "{}", headers))).toEqual([true, true, false]);
  });
});

describe("a secret", () => {
  it("is 32 random bytes, as Standard Webhooks writes them", () => {
    expect(newSecret()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSecret()).not.toBe(newSecret());
  });
});

describe("a compatibility header", () => {
  const body = Buffer.from('{"event":"conversation.escalated"}');

  it.each(["hex", "base64"] as const)(
    "is what a receiver makes of the raw body and the secret it copied, in %s",
    (encoding) => {
      const secret = newSecret();
      const made = compatibilityHeaders({ header: "X-InsiteChat-Signature", encoding }, body, [secret]);
      expect(made).toEqual({
        "X-InsiteChat-Signature": createHmac("sha256", secret).update(body).digest(encoding),
      });
    },
  );

  it("is made with the older secret while they are rotated: the newer one was not known when the receiver was written", () => {
    const [newer, older] = [newSecret(), newSecret()];
    const header = { header: "X-Signature", encoding: "hex" } as const;
    expect(compatibilityHeaders(header, body, [newer, older])).toEqual(compatibilityHeaders(header, body, [older]));
  });
});
