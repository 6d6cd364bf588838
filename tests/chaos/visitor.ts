import { randomUUID } from "node:crypto";
import type { EscalationAnswer, MessageAnswer, SessionAnswer } from "../../core/http/widget-protocol.ts";
import { type AskInsistently, askTwice } from "./ask-insistently.ts";
import type { Ledger } from "./ledger.ts";
import type { NamedChatbot } from "./platforms/platform.ts";

/** One in twenty asks twice at once. */
const impatientShare = 0.05;

/** A visitor who writes down what was acknowledged. A repeat carries the client_id of the first try. */
export async function arrive(ask: AskInsistently, chatbot: NamedChatbot, ledger: Ledger, random: () => number) {
  const base = `/widget/v1/chatbots/${chatbot.id}`;
  const session = (await ask({
    method: "POST",
    path: `${base}/sessions`,
    body: { page: { url: "https://shop.example.com/lamp", title: "A lamp" } },
  })) as SessionAnswer;
  const remembered = ledger.open(chatbot, session.conversation_id);
  const conversation = `${base}/conversations/${session.conversation_id}`;
  let said = 0;

  function post(path: string, body: unknown): Promise<unknown> {
    const act = random() < impatientShare ? askTwice(ask) : ask;
    return act({ method: "POST", path: `${conversation}/${path}`, body, token: session.token ?? "" });
  }

  return {
    remembered,
    async says(about: string): Promise<void> {
      const clientId = randomUUID();
      const text = `${about} (${++said} of ${session.conversation_id})`;
      const { message } = (await post("messages", { client_id: clientId, text })) as MessageAnswer;
      remembered.acts.push({ did: "message", seq: message.seq, clientId, text });
    },
    async asksForHuman(): Promise<void> {
      const asked = { client_id: randomUUID(), trigger: "inline_cta" };
      const { status } = (await post("escalation", asked)) as EscalationAnswer;
      remembered.acts.push({ did: "escalation", episode: status.episode });
    },
  };
}

export type Visitor = Awaited<ReturnType<typeof arrive>>;
