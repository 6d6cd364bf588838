import type { Turns } from "./assistant/turns.ts";
import type { createAnswerVisitor } from "./usecases/answer-visitor.ts";

/** The assistant's work in the words of the use case that records it. */
export function keepTurns(take: Turns["take"], answerVisitor: ReturnType<typeof createAnswerVisitor>): Turns {
  return {
    take,
    async answered(event, { reply, tree, followUps, escalate }, cause) {
      const said = { text: reply, tree, followUps, escalates: escalate !== null };
      await answerVisitor.answered(event, event.seq, said, cause);
    },
    async failed(event, reason, cause) {
      await answerVisitor.failed(event, event.seq, reason, cause);
    },
  };
}
