import { describe, expect, it } from "vitest";
import { chooseAssistant } from "../../../core/assistant/choose-assistant.ts";
import { demoScript, fallback } from "../../../core/assistant/demo-script.ts";
import { aTurn } from "./a-turn.ts";

const demo = chooseAssistant({ kind: "demo" });
const forever = new AbortController().signal;
const ask = (text: string) => demo.answer(aTurn([text]), forever);

describe("the demo's shop assistant", () => {
  it.each([
    ["Hi there", /I'm the shop's assistant/],
    ["How long does shipping take?", /\*\*Standard\*\*/],
    ["When will my parcel arrive", /\*\*Express\*\*/],
    ["Do you ship abroad?", /Standard|EU/],
    ["How do returns work?", /\*\*30 days\*\*/],
    ["What are your opening hours?", /Monday to Friday/],
    ["which size fits me", /size guide/],
    ["how much is a lamp", /€89/],
    ["How can I pay?", /PayPal/],
    ["thanks!", /You're welcome/],
    ["Can I talk to a human?", /Talk to a human/],
    ["What is the meaning of life?", /beyond me.*a colleague can answer/],
    ["", /beyond me/],
  ])("answers %j", async (question, reply) => {
    const answer = await ask(question);
    expect(answer.reply).toMatch(reply);
    expect(answer.escalate).toBeNull();
  });

  it.each(["This is urgent, my order is wrong", "I got the wrong item", "It arrived broken", "You charged twice!"])(
    "calls a human by itself: %s",
    async (question) => {
      expect((await ask(question)).escalate).toEqual({
        reason: "The visitor reports an urgent problem with an order.",
      });
    },
  );

  it("answers the visitor's newest message", async () => {
    const turn = aTurn(["How do returns work?", { author: "assistant", text: "…" }, "Thanks"]);
    expect((await demo.answer(turn, forever)).reply).toMatch(/welcome/);
  });

  it("only suggests what it can answer", async () => {
    const answers = [...demoScript.map(({ answer }) => answer), fallback];
    for (const followUp of new Set(answers.flatMap((answer) => answer.followUps ?? []))) {
      expect((await ask(followUp)).reply, followUp).not.toMatch(/beyond me/);
    }
  });

  it("stops thinking when it is told to", async () => {
    await expect(demo.answer(aTurn(), AbortSignal.timeout(10))).rejects.toThrow();
  });
});
