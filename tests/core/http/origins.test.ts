import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAllowedOrigin } from "../../../core/http/origins.ts";
import { firstChatbotId } from "../../builders/chatbots.ts";
import { homes } from "../../support/database.ts";
import { openDeskbell } from "../../support/deskbell.ts";
import { expectProblem } from "./support/problem.ts";

const allowed = ["https://shop.example.com", "https://*.acme.example", "http://localhost:8080"];
const welcome = [
  "https://shop.example.com",
  "https://www.acme.example",
  "https://a.b.acme.example",
  "http://localhost:8080",
];
const lookAlikes = [
  "http://shop.example.com",
  "https://shop.example.com:8443",
  "https://shop.example.com.evil.example",
  "https://evilshop.example.com",
  "https://shop-example.com",
  "https://example.com",
  "https://acme.example",
  "http://www.acme.example",
  "https://www.acme.example:444",
  "https://evilacme.example",
  "https://.acme.example",
  "https://acme.example.evil.example",
  "https://evil.example/.acme.example",
  "https://evil.example?.acme.example",
  "https://evil.example#.acme.example",
  "https://user@evil.example",
  "http://localhost",
  "http://localhost:80800",
  "null",
  "file://",
  "chrome-extension://abcdef",
  "https://xn--shp-tna.example.com",
];

describe("an origin", () => {
  it.each(welcome)("is welcome: %s", (origin) => expect(isAllowedOrigin(origin, allowed)).toBe(true));
  it.each(lookAlikes)("is refused: %s", (origin) => expect(isAllowedOrigin(origin, allowed)).toBe(false));
  it("is not looked at where none is listed", () => expect(isAllowedOrigin("https://anywhere.example", [])).toBe(true));
  it("is compared without regard to case", () =>
    expect(isAllowedOrigin("HTTPS://Shop.Example.com", allowed)).toBe(true));
});

describe.each(homes)("a chatbot's allowed origins on the %s database", (home) => {
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    deskbell = await openDeskbell(home, {
      adapters: [],
      chatbots: [{ id: firstChatbotId, name: "Lamps", settings: { allowed_origins: allowed } }],
    });
  });
  afterAll(() => deskbell.close());

  const sessions = () => `${deskbell.url}/widget/v1/chatbots/${firstChatbotId}/sessions`;
  const start = (origin: string | null) =>
    fetch(sessions(), {
      method: "POST",
      headers: { "content-type": "application/json", ...(origin !== null && { origin }) },
      body: "{}",
    });
  const preflight = (origin: string) =>
    fetch(sessions(), {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
    });

  it("let in the pages that are listed, and nobody else's answer is shared with them", async () => {
    for (const origin of welcome) {
      for (const response of [await start(origin), await preflight(origin)]) {
        expect([201, 204]).toContain(response.status);
        expect(response.headers.get("access-control-allow-origin")).toBe(origin);
        expect(response.headers.get("access-control-allow-credentials")).toBeNull();
        expect(response.headers.get("vary")).toMatch(/origin/i);
        expect(response.headers.get("cache-control")).toBe("no-store");
      }
    }
  });

  it("keep out pages that only look like them, and let them read why", async () => {
    for (const origin of lookAlikes) {
      // Whatever the browser is allowed to send, it is not taken in.
      expect((await preflight(origin)).status).toBe(204);
      const response = await start(origin);
      expect(response.headers.get("access-control-allow-credentials")).toBeNull();
      await expectProblem(response, { status: 403, says: /allowed_origins/ });
    }
  });

  it("are no matter to who comes without one: a token is what protects a conversation", async () => {
    expect((await start(null)).status).toBe(201);
  });

  it("are asked before the token on every route", async () => {
    const conversation = `${deskbell.url}/widget/v1/chatbots/${firstChatbotId}/conversations/${firstChatbotId}`;
    const headers = { origin: "https://evil.example", "content-type": "application/json" };
    await expectProblem(await fetch(`${conversation}/stream`, { headers }), { status: 403 });
    for (const path of ["messages", "escalation"]) {
      const response = await fetch(`${conversation}/${path}`, { method: "POST", headers, body: "{}" });
      await expectProblem(response, { status: 403 });
    }
  });
});
