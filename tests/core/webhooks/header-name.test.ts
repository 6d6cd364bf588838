import { describe, expect, it } from "vitest";
import { problemOfHeaderName } from "../../../core/webhooks/header-name.ts";

describe("the name of a compatibility header", () => {
  it.each(["X-InsiteChat-Signature", "x-signature", "X-Hub-Signature-256", "signature"])("may be %s", (name) => {
    expect(problemOfHeaderName(name)).toBeNull();
    expect(() => new Headers({ [name]: "x" })).not.toThrow();
  });

  it.each(["", " ", "X Signature", "X-Signature:", "X-Sig\r\nHost: evil", "X-Ünterschrift", "X-\u0000"])(
    "may not be %j, which is no name",
    (name) => {
      expect(problemOfHeaderName(name)).toMatch(/letters, digits and hyphens/);
    },
  );

  it.each(
    [
      ["webhook-signature", "Webhook-Id", "webhook-attempt", "User-Agent", "Content-Type", "content-length", "Host"],
      ["Transfer-Encoding", "connection", "TE", "Trailer", "upgrade", "Keep-Alive", "Proxy-Authorization", "Expect"],
      [
        "Cookie",
        "Authorization",
        "Date",
        "X-Forwarded-For",
        "Forwarded",
        "If-Match",
        "Sec-Fetch-Site",
        "Accept-Encoding",
      ],
    ].flat(),
  )("may not be %s, which means something", (name) => {
    expect(problemOfHeaderName(name)).toContain(name);
  });

  it("is not endless", () => {
    expect(problemOfHeaderName(`X-${"a".repeat(98)}`)).toBeNull();
    expect(problemOfHeaderName(`X-${"a".repeat(99)}`)).toMatch(/longer than 100/);
  });
});
