import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { addEndpoint } from "../../chaos/platforms/add-endpoint.ts";
import type { NamedChatbot, Reached } from "../../chaos/platforms/platform.ts";

/** Endpoints that never answer, that nobody listens at, and that always say 429; one of each for each of the chatbots. */
export async function openBrokenEndpoints(deskbell: Reached, chatbots: readonly NamedChatbot[]) {
  const hanging = await listen((request) => request.resume());
  const dead = await listen(() => {});
  await dead.close();
  const busy = await listen((request, response) => {
    request.resume().once("end", () => response.writeHead(429, { "retry-after": "1" }).end());
  });
  const added = await Promise.all(
    chatbots.flatMap((chatbot) =>
      [hanging, dead, busy].map(({ url }) => addEndpoint(deskbell, chatbot, `${url}/webhooks`)),
    ),
  );
  return {
    addresses: added.map(({ id }) => id),
    async close(): Promise<void> {
      await Promise.all(added.map(({ remove }) => remove()));
      await Promise.all([hanging.close(), busy.close()]);
    },
  };
}

async function listen(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
