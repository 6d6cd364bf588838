import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { quantile } from "./median.ts";
import type { Visitor } from "./visitors.ts";

export interface Driven {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Escalates every visitor's conversation, over so many connections that are kept alive, each waiting for its answer. */
export function escalateAll(port: number, visitors: readonly Visitor[], connections: number): Promise<Driven> {
  return drive(
    port,
    visitors.map((visitor) => escalation(port, visitor)),
    connections,
    201,
  );
}

/** Lets every visitor's widget come back once: its token is then known, as of anybody who has the widget open. */
export function resumeAll(port: number, visitors: readonly Visitor[], connections: number): Promise<Driven> {
  return drive(
    port,
    visitors.map((visitor) => resumption(port, visitor)),
    connections,
    200,
  );
}

export function escalation(port: number, { chatbotId, conversationId, token }: Visitor): Buffer {
  const path = `/widget/v1/chatbots/${chatbotId}/conversations/${conversationId}/escalation`;
  return toRequest(port, path, token, { client_id: randomUUID(), trigger: "inline_cta" });
}

function resumption(port: number, { chatbotId, token }: Visitor): Buffer {
  return toRequest(port, `/widget/v1/chatbots/${chatbotId}/sessions`, token, {});
}

function toRequest(port: number, path: string, token: string, content: object): Buffer {
  const body = JSON.stringify(content);
  return Buffer.from(
    [
      `POST ${path} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      "Origin: https://shop.example.com",
      "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      "Accept: */*",
      "Accept-Language: en-US,en;q=0.5",
      `Authorization: Bearer ${token}`,
      "Content-Type: application/json",
      `Content-Length: ${body.length}`,
      "",
      body,
    ].join("\r\n"),
  );
}

/** Plain sockets and requests made before: the driver must not be what is measured. */
async function drive(port: number, requests: readonly Buffer[], connections: number, wanted: number): Promise<Driven> {
  const took: number[] = [];
  let next = 0;
  const started = performance.now();
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, noDelay: true });
      let sent = 0;
      let text = "";
      const send = () => {
        const request = requests[next++];
        if (!request) {
          socket.destroy();
          return resolve();
        }
        sent = performance.now();
        socket.write(request);
      };
      socket.setEncoding("latin1");
      socket.on("connect", send);
      socket.on("error", reject);
      socket.on("close", () => reject(new Error("The server closed a connection in the middle.")));
      socket.on("data", (part: string) => {
        text += part;
        const head = text.indexOf("\r\n\r\n");
        if (head < 0) return;
        const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0);
        if (text.length < head + 4 + length) return;
        if (Number(text.slice(9, 12)) !== wanted) return reject(new Error(`Not ${wanted}:\n${text}`));
        took.push(performance.now() - sent);
        text = "";
        send();
      });
    });
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - started) / 1_000;
  return { perSecond: requests.length / seconds, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
}
