import type { Change } from "./change.ts";
import type { Conversation } from "./conversation.ts";
import type { Message } from "./message.ts";
import type { MessageTree } from "./message-tree.ts";

/** A visitor wrote. */
export function receive(conversation: Conversation, text: string, clientId: string | null, at: Date): Change {
  const message: Message = { ...said(conversation, "visitor", text, at), clientId };
  return {
    conversation: { ...spoken(conversation), lastMessage: text },
    facts: [{ type: "message.received", message }],
  };
}

/** The assistant answered. */
export function answer(
  conversation: Conversation,
  answers: number,
  reply: { readonly text: string; readonly tree: MessageTree; readonly followUps: readonly string[] },
  at: Date,
): Change {
  const message: Message = {
    ...said(conversation, "assistant", reply.text, at),
    tree: reply.tree,
    followUps: reply.followUps,
  };
  return { conversation: spoken(conversation), facts: [{ type: "message.answered", message, answers }] };
}

/** The assistant could not answer; the visitor is told, and offered a human. */
export function failToAnswer(conversation: Conversation, messageSeq: number, reason: string): Change {
  return {
    conversation: { ...conversation, seq: conversation.seq + 1 },
    facts: [{ type: "assistant.failed", messageSeq, reason }],
  };
}

export function rate(conversation: Conversation, ratedSeq: number): Change {
  return {
    conversation: { ...conversation, seq: conversation.seq + 1 },
    facts: [{ type: "message.rated", ratedSeq, rating: "up" }],
  };
}

function said(conversation: Conversation, author: Message["author"], text: string, sentAt: Date): Message {
  return {
    seq: conversation.seq + 1,
    author,
    name: null,
    text,
    tree: null,
    sentAt,
    clientId: null,
    followUps: [],
    rating: null,
  };
}

function spoken(conversation: Conversation): Conversation {
  return { ...conversation, seq: conversation.seq + 1, messageCount: conversation.messageCount + 1 };
}
