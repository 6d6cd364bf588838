import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import postgres from "postgres";
import type { Role } from "../role.ts";
import { fill, type Template } from "./template.ts";

export interface PlainGiven {
  readonly databaseUrl: string;
  readonly templates: readonly Template[];
  /** Told of each escalation by a fetch straight after its commit; null: nobody is. */
  readonly notify: string | null;
}

/** What anybody would write first: Express, a JSON body, and the same statements one after the other in `sql.begin`. */
export async function playPlainHandler({ databaseUrl, templates, notify }: PlainGiven): Promise<Role> {
  const sql = postgres(databaseUrl, { max: 10, max_lifetime: null });
  const within = templates.filter(({ text }) => !/^(begin|commit)\b/i.test(text));
  const app = express();
  app.post(
    "/widget/v1/chatbots/:chatbotId/conversations/:conversationId/escalation",
    express.json(),
    async (request, response) => {
      const { chatbotId = "", conversationId = "" } = request.params;
      const values = fill(within, { chatbotId, conversationId });
      await sql.begin(async (tx) => {
        for (const [index, { text }] of within.entries()) await tx.unsafe(text, values[index], { prepare: true });
      });
      if (notify !== null) void tell(notify, conversationId);
      response.status(201).json({ status: { state: "waiting", trigger: request.body.trigger }, confirmation: "" });
    },
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    told: { port: (server.address() as AddressInfo).port },
    answer: () => ({}),
    async stop() {
      server.closeAllConnections();
      server.close();
      await sql.end();
    },
  };
}

async function tell(url: string, conversation: string): Promise<void> {
  const body = JSON.stringify({ type: "conversation.escalated", conversation });
  const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  await response.arrayBuffer();
}
