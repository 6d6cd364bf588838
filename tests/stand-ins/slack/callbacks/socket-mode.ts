import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { isRecord } from "../../is-record.ts";
import { parseJson } from "../../parse-json.ts";
import type { Settings } from "../settings.ts";
import type { Callback, Outcome } from "./callback.ts";

export type SocketMode = ReturnType<typeof createSocketMode>;

const envelopeTypes = { event: "events_api", interaction: "interactive", command: "slash_commands" } as const;

/** Slack's side of Socket Mode: tickets from apps.connections.open, envelopes, acknowledgements. */
export function createSocketMode(settings: Settings, address: () => string) {
  const tickets = new Set<string>();
  const server = new WebSocketServer({ noServer: true });
  const waiting = new Map<string, { socket: WebSocket; settle: (ack: Record<string, unknown> | undefined) => void }>();
  const up: WebSocket[] = [];
  const pings = setInterval(() => {
    for (const socket of up) socket.ping("still here");
  }, 5000).unref();

  function welcome(socket: WebSocket): void {
    up.push(socket);
    socket.on("message", (data) => acknowledge(parseJson(String(data))));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      up.splice(up.indexOf(socket), 1);
      for (const entry of waiting.values()) if (entry.socket === socket) entry.settle(undefined);
    });
    socket.send(
      JSON.stringify({
        type: "hello",
        num_connections: up.length,
        connection_info: { app_id: settings.bot.appId },
        debug_info: { host: "stand-in", build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
  }

  function acknowledge(message: unknown): void {
    if (isRecord(message) && typeof message.envelope_id === "string") waiting.get(message.envelope_id)?.settle(message);
  }

  function send({ kind, payload }: Callback, attempt: number, reason: string): Promise<Outcome> {
    const socket = up[attempt % up.length];
    const id = randomUUID();
    const start = performance.now();
    return new Promise((resolve) => {
      const settle = (ack: Record<string, unknown> | undefined) => {
        clearTimeout(patience);
        waiting.delete(id);
        const tookMs = Math.round(performance.now() - start);
        const tookTooLong = ack === undefined || tookMs > settings.callbackTimeoutMs;
        const body = ack?.payload === undefined ? "" : JSON.stringify(ack.payload);
        resolve({ via: "socket", status: ack ? 200 : null, body, tookMs, tookTooLong });
      };
      const patience = setTimeout(() => settle(undefined), settings.socketAckTimeoutMs);
      if (socket === undefined) return settle(undefined);
      waiting.set(id, { socket, settle });
      socket.send(
        JSON.stringify({
          envelope_id: id,
          type: envelopeTypes[kind],
          payload,
          accepts_response_payload: kind !== "event",
          ...(kind === "event" && { retry_attempt: attempt, retry_reason: reason }),
        }),
      );
    });
  }

  return {
    send,
    connected: () => up.length > 0,
    connections: () => up.length,
    issueAddress(): string {
      const ticket = randomUUID();
      tickets.add(ticket);
      return `${address()}/socket?ticket=${ticket}&app_id=${settings.bot.appId}`;
    },
    upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
      const url = new URL(request.url ?? "/", "http://stand-in");
      if (url.pathname !== "/socket" || !tickets.delete(url.searchParams.get("ticket") ?? "")) {
        stream.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
        return;
      }
      server.handleUpgrade(request, stream, head, welcome);
    },
    /** Asks every connection to come again, as Slack does before it closes one. */
    disconnect(reason: "warning" | "refresh_requested" | "link_disabled" = "refresh_requested"): void {
      for (const socket of [...up]) {
        socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host: "stand-in" } }));
        if (reason !== "warning") socket.close();
      }
    },
    /** Cuts every connection without a word. */
    cut(): void {
      for (const socket of [...up]) socket.terminate();
    },
    stop(): void {
      clearInterval(pings);
      for (const socket of [...up]) socket.terminate();
      server.close();
    },
  };
}
