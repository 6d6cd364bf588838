import { describe, expect, it } from "vitest";
import { answer, failToAnswer, rate, receive } from "../../../core/domain/talk.ts";
import { aConversation } from "../../builders/conversations.ts";

const before = aConversation();
const at = new Date("2026-04-19T11:00:00Z");

describe("what is said", () => {
  it("by a visitor is counted, is the last message, and is plain text", () => {
    const { conversation, facts } = receive(before, "**Hello**", "c-1", at);
    expect(conversation).toEqual({ ...before, seq: 5, messageCount: 4, lastMessage: "**Hello**" });
    const message = {
      seq: 5,
      author: "visitor",
      name: null,
      text: "**Hello**",
      tree: null,
      sentAt: at,
      clientId: "c-1",
      followUps: [],
      rating: null,
    };
    expect(facts).toEqual([{ type: "message.received", message }]);
  });

  it("by the assistant is counted, but the visitor's stays the last message", () => {
    const tree = [{ type: "pre", text: "Hi" }] as const;
    const { conversation, facts } = answer(before, 4, { text: "Hi", tree, followUps: ["More?"] }, at);
    expect(conversation).toEqual({ ...before, seq: 5, messageCount: 4 });
    expect(facts).toMatchObject([
      { type: "message.answered", answers: 4, message: { seq: 5, author: "assistant", tree, followUps: ["More?"] } },
    ]);
  });

  it("is not counted when nothing was said: a failure or a rating takes a number only", () => {
    expect(failToAnswer(before, 4, "It was too slow.")).toEqual({
      conversation: { ...before, seq: 5 },
      facts: [{ type: "assistant.failed", messageSeq: 4, reason: "It was too slow." }],
    });
    expect(rate(before, 3)).toEqual({
      conversation: { ...before, seq: 5 },
      facts: [{ type: "message.rated", ratedSeq: 3, rating: "up" }],
    });
  });
});
