import { describe, expect, it } from "vitest";
import type { WidgetFrame, WidgetMessage, WidgetStatus } from "../../../core/http/widget-protocol.ts";
import { applyFrame } from "../../../widget/client/apply-frame.ts";
import { type ChatState, emptyChat } from "../../../widget/client/chat-state.ts";

describe("what the stream brings", () => {
  it("is taken in once, however often it comes", () => {
    const frames = [said(1, "a"), said(2, "b"), said(1, "a"), said(2, "b"), said(3, "c")];
    expect(taking(frames).messages.map(({ text }) => text)).toEqual(["a", "b", "c"]);
  });

  it("takes the place of the message that was on its way", () => {
    const letter = { kind: "message", id: "x", text: "a", at: "", phase: "waiting", why: null } as const;
    const state = taking([said(1, "a", { client_id: "x" })], { ...emptyChat, outgoing: [letter] });
    expect(state.outgoing).toEqual([]);
    expect(state.messages).toHaveLength(1);
  });

  it("shows the assistant writing from the question to the answer, and not while a human has it", () => {
    expect(taking([said(1, "a")]).answering).toBe(true);
    expect(taking([said(1, "a"), said(2, "b", { author: "assistant" })]).answering).toBe(false);
    expect(taking([said(1, "a"), { seq: 2, event: "assistant_failed", data: { message_seq: 1 } }]).answering).toBe(
      false,
    );
    expect(taking([said(1, "a"), became(2, { claimed_by: "Ana" })]).answering).toBe(false);
    expect(taking([became(1, { claimed_by: "Ana" }), said(2, "a")]).answering).toBe(false);
  });

  it("says once per request who joined", () => {
    const { lines } = taking([
      became(1, {}),
      became(2, { claimed_by: "Ana" }),
      became(3, { claimed_by: "Ana", state: "resolved" }),
      became(4, { claimed_by: "Ana" }),
      became(5, { claimed_by: "Bo" }),
      became(6, { claimed_by: "Ana", episode: 2 }),
    ]);
    expect(lines.map((line) => [line.kind, line.seq])).toEqual([
      ["asked", 1],
      ["joined", 2],
      ["joined", 5],
      ["asked", 6],
      ["joined", 6],
    ]);
  });

  it("passes by what a newer server may say", () => {
    const state = applyFrame(emptyChat, 4, { event: "confetti", data: {} } as unknown as WidgetFrame);
    expect(state).toEqual({ ...emptyChat, seq: 4 });
  });
});

type Numbered = WidgetFrame & { readonly seq: number };

function taking(frames: readonly Numbered[], start: ChatState = emptyChat): ChatState {
  return frames.reduce((state, { seq, ...frame }) => applyFrame(state, seq, frame as WidgetFrame), start);
}

function said(seq: number, text: string, more: Partial<WidgetMessage> = {}): Numbered {
  const silent = { name: null, tree: null, client_id: null, follow_ups: [], rating: null, sent_at: "" };
  return { seq, event: "message", data: { ...silent, author: "visitor", seq, text, ...more } };
}

function became(seq: number, change: Partial<WidgetStatus>): Numbered {
  const open = { state: "open", episode: 1, claimed_by: null, resolved_by: null, escalated_at: "" } as const;
  return { seq, event: "status", data: { ...open, ...change } };
}
