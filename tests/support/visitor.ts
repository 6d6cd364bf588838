import { randomUUID } from "node:crypto";
import type * as protocol from "../../core/http/widget-protocol.ts";

/** A visitor's browser, as the server meets it: real HTTP, the widget's own protocol. */
export async function arrive(
  url: string,
  chatbotId: string,
  page = { url: "https://shop.example.com/lamp", title: "A lamp" },
) {
  const base = `${url}/widget/v1/chatbots/${chatbotId}`;
  const started = await fetch(`${base}/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ page }),
  });
  if (started.status !== 201) throw new Error(`The session was not started: ${started.status} ${await started.text()}`);
  const session = (await started.json()) as protocol.SessionAnswer;
  const conversation = `${base}/conversations/${session.conversation_id}`;
  const headers = { authorization: `Bearer ${session.token}`, "content-type": "application/json" };
  const send = (method: string, path: string, body: unknown) =>
    fetch(`${conversation}/${path}`, { method, headers, body: JSON.stringify(body) });

  return {
    session,
    conversationUrl: conversation,
    headers,
    async says(text: string, clientId: string = randomUUID()) {
      const response = await send("POST", "messages", { client_id: clientId, text });
      return { status: response.status, body: (await response.json()) as protocol.MessageAnswer };
    },
    async asksForHuman(trigger: protocol.AskForHuman["trigger"] = "inline_cta", clientId: string = randomUUID()) {
      const response = await send("POST", "escalation", { client_id: clientId, trigger });
      return { status: response.status, body: (await response.json()) as protocol.EscalationAnswer };
    },
    rates: (seq: number) => send("PUT", `messages/${seq}/rating`, { rating: "up" }),
    async comesBack() {
      const response = await fetch(`${base}/sessions`, { method: "POST", headers, body: "{}" });
      return (await response.json()) as protocol.SessionAnswer;
    },
    /** Frames as they come, until `enough` says so. */
    async follows(after: number, enough: (frames: Frame[]) => boolean, withinMs = 10_000): Promise<Frame[]> {
      const cut = AbortSignal.timeout(withinMs);
      const response = await fetch(`${conversation}/stream`, {
        headers: { ...headers, "last-event-id": String(after) },
        signal: cut,
      });
      const frames: Frame[] = [];
      let rest = "";
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const chunk = await reader?.read();
        if (!chunk || chunk.done) break;
        const parts = (rest + chunk.value).split("\n\n");
        rest = parts.pop() ?? "";
        for (const part of parts) {
          const fields = Object.fromEntries(
            part
              .split("\n")
              .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
          );
          if (fields.event)
            frames.push({
              id: fields.id === undefined ? null : Number(fields.id),
              event: fields.event,
              data: JSON.parse(fields.data ?? "null"),
            });
        }
        if (enough(frames)) break;
      }
      await reader?.cancel();
      return frames;
    },
  };
}

export interface Frame {
  readonly id: number | null;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a frame carries is what the test is about
  readonly data: any;
}
