import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createExamine } from "../../../core/webhooks/examine.ts";
import { createGuard } from "../../../core/webhooks/guard/guard.ts";
import { networks } from "../../../core/webhooks/guard/networks.ts";
import { aChatbot } from "../../builders/chatbots.ts";
import { anEndpoint } from "../../builders/endpoints.ts";
import { listenOn } from "../../stand-ins/listen-on.ts";

/** Listens, and hears whatever is said to it. */
async function aListener() {
  let said = "";
  const server = createServer((socket) => socket.on("data", (bytes) => (said += bytes)).on("error", () => {}));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, said: () => said };
}

const examine = async (url: string, with_: Parameters<typeof anEndpoint>[0] = {}, allow = networks("127.0.0.0/8")) => {
  const guard = createGuard({ allow, resolve: async () => "unknown" });
  const chatbot = aChatbot({ endpoints: [anEndpoint({ url, label: "CRM", ...with_ })] });
  return createExamine(guard)(AbortSignal.timeout(10_000), [chatbot]);
};

describe("the doctor at the webhooks", () => {
  it("finds an endpoint well whose host takes connections, and says nothing to it", async () => {
    const { port, said } = await aListener();
    expect(await examine(`http://127.0.0.1:${port}/hook/secret`)).toEqual([
      { level: "ok", what: `Webhook “CRM” (127.0.0.1:${port}): its host takes connections.` },
    ]);
    expect(said()).toBe("");
  });

  it.each([
    ["refuses connections", "http://127.0.0.1:1/x", networks("127.0.0.0/8"), /refuses connections \(ECONNREFUSED\)/],
    ["has no name in DNS", "https://nowhere.example/x", networks("127.0.0.0/8"), /no host named nowhere\.example/],
    [
      "is on a network that is not allowed",
      "https://10.0.0.1/x",
      networks(),
      /not a public address.*WEBHOOK_ALLOW_CIDRS/,
    ],
  ])("names one whose host %s, with what to do", async (_what, url, allow, words) => {
    expect(await examine(url, {}, allow)).toEqual([
      {
        level: "broken",
        what: expect.stringMatching(words),
        todo: expect.stringContaining("PATCH /api/v1/webhook-endpoints"),
      },
    ]);
  });

  it("names one that speaks no TLS", async () => {
    const { createServer: createHttp } = await import("node:http");
    const plain = createHttp((_request, response) => response.end());
    const url = await listenOn(plain, 0);
    onTestFinished(() => new Promise((resolve) => plain.close(() => resolve())));
    const [finding] = await examine(url.replace("http:", "https:"));
    expect(finding).toMatchObject({ level: "broken", what: expect.stringMatching(/refuses connections/) });
  });

  it("lets those be that are switched off", async () => {
    expect(await examine("http://127.0.0.1:1/x", { enabled: false })).toEqual([]);
  });
});
