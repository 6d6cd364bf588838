import { describe, expect, it } from "vitest";
import { readUrl } from "../../../../core/webhooks/guard/read-url.ts";

const hrefOf = (text: string) => {
  const read = readUrl(text);
  return "target" in read ? read.target.url.href : read.problem;
};

describe("the URL of an endpoint", () => {
  it.each([
    ["https://hooks.example.com/deskbell?key=a%20b", "https://hooks.example.com/deskbell?key=a%20b"],
    ["  https://Hooks.Example.COM  ", "https://hooks.example.com/"],
    ["https://hooks.example.com:443/x#part", "https://hooks.example.com/x"],
    ["https://hooks.example.com./x", "https://hooks.example.com/x"],
    ["https://hooks.example.com:8443/x", "https://hooks.example.com:8443/x"],
    ["https://bücher.example/päth", "https://xn--bcher-kva.example/p%C3%A4th"],
    ["https://my_host.example.com/", "https://my_host.example.com/"],
    ["https://93.184.216.34/", "https://93.184.216.34/"],
    ["https://[2606:2800:220:1:248:1893:25C8:1946]/", "https://[2606:2800:220:1:248:1893:25c8:1946]/"],
  ])("%s is kept as %s", (text, href) => {
    expect(hrefOf(text)).toBe(href);
    expect(hrefOf(href)).toBe(href);
  });

  it.each([
    ["hooks.example.com", /not a URL/],
    ["", /not a URL/],
    ["ftp://hooks.example.com/", /must begin with https/],
    ["file:///etc/passwd", /must begin with https/],
    ["javascript:alert(1)", /must begin with https/],
    ["https://user:secret@hooks.example.com/", /user name or password/],
    ["https://user@hooks.example.com/", /user name or password/],
    ["https://hooks.example.com/a b", /blanks/],
    ["https://hooks.exa\nmple.com/", /blanks/],
    ["https://hooks.example.com/\u0000", /invisible/],
    ["https://hooks.exa\u00admple.com/", /invisible/],
    ["https://hooks.example.com:0/", /Port 0/],
    ["https://hooks.example.com:25/", /Port 25 is for mail/],
    ["https://hooks.example.com:6379/", /Port 6379 is for Redis/],
    ["https://hooks.example.com:65536/", /not a URL/],
    ["https://hooks..example.com/", /not a host name/],
    ["https://.example.com/", /not a host name/],
    ["https://127.0.0.1../", /not a host name/],
    ["https://*.example.com/", /not a host name/],
    [`https://${"a".repeat(64)}.example.com/`, /not a host name/],
    [`https://hooks.example.com/${"a".repeat(2000)}`, /longer than 2,000/],
    [`https://hooks.example.com/${"é".repeat(1000)}`, /longer than 2,000/],
  ])("%s is refused, in a sentence", (text, problem) => {
    expect(hrefOf(text)).toMatch(problem);
    expect(hrefOf(text)).toMatch(/\.$/);
  });

  it("is never repeated where it might hold a password", () => {
    expect(hrefOf("https://user:hunter2@hooks.example.com/")).not.toContain("hunter2");
  });
});
