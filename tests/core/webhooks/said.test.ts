import { describe, expect, it } from "vitest";
import { whatItSaid } from "../../../core/webhooks/said.ts";
import { newSecret } from "../../../core/webhooks/secret.ts";

const sent = JSON.stringify({ event: "message.received", data: { message: { text: "My order is 1042" } } });

describe("what a receiver said", () => {
  it("is one clean line of at most 200 characters", () => {
    expect(whatItSaid("  upstream\r\n\tconnect \u0000\u202eerror\u0007 ", sent, [])).toBe("upstream connect error");
    expect(whatItSaid("💥".repeat(500), sent, [])).toHaveLength(200);
    expect(whatItSaid(`a${"💥".repeat(500)}`, sent, [])).not.toMatch(/\p{Surrogate}/u);
  });

  it("is nothing where it says nothing", () => {
    expect(whatItSaid(" \n ", sent, [])).toBe("");
  });

  it("has no secret in it", () => {
    const secret = newSecret();
    expect(whatItSaid(`wrong: ${secret}`, sent, [secret])).toBe("wrong: [secret]");
    expect(whatItSaid(`key ${secret.slice(6)}!`, sent, [newSecret(), secret])).toBe("key [secret]!");
  });

  it("is not shown where it repeats what it was sent", () => {
    expect(whatItSaid(`cannot read ${sent}`, sent, [])).toBe("");
    expect(whatItSaid("the field data.message is missing", sent, [])).toBe("the field data.message is missing");
  });
});
