import { DomainError } from "../domain/errors.ts";
import type { ChatbotId } from "../domain/ids.ts";
import type { Answer, Repeatable, Stores, Transactions } from "../usecases/stores.ts";
import type { Queries, Sql, TransactionSql } from "./database.ts";
import { type SecretBox, UnreadableSecret } from "./secret-box.ts";
import { keepAnswersHours } from "./sweep.ts";

/** What is asked for through the API, all of it or nothing, and once where the caller has a name for it. */
export function createTransactions(sql: Sql, box: SecretBox, storesIn: (tx: TransactionSql) => Stores): Transactions {
  async function once(
    chatbotId: ChatbotId,
    repeatable: Repeatable,
    act: (stores: Stores) => Promise<Answer>,
  ): Promise<Answer> {
    const { key, request } = repeatable;
    return sql.begin(async (tx) => {
      await tx`
        delete from idempotency where chatbot_id = ${chatbotId} and key = ${key}
        and at < now() - ${keepAnswersHours} * interval '1 hour'`;
      // Two at once: the second waits here for the first, and then sees its answer.
      const fresh = await tx`
        insert into idempotency (chatbot_id, key, request) values (${chatbotId}, ${key}, ${request})
        on conflict do nothing returning 1`;
      if (fresh.length === 0) {
        const answer = await answered(chatbotId, repeatable, tx);
        if (answer) return answer;
      }
      const answer = await act(storesIn(tx));
      await tx`
        update idempotency set answer = ${box.seal(JSON.stringify(answer), placeOf(chatbotId, key))}
        where chatbot_id = ${chatbotId} and key = ${key}`;
      return answer;
    });
  }

  async function answered(
    chatbotId: ChatbotId,
    { key, request }: Repeatable,
    queries: Queries = sql,
  ): Promise<Answer | null> {
    const [row] = await queries<{ request: Buffer; answer: string }[]>`
      select request, answer from idempotency where chatbot_id = ${chatbotId} and key = ${key}
      and at >= now() - ${keepAnswersHours} * interval '1 hour'`;
    if (!row) return null;
    if (!request.equals(row.request))
      throw conflict("This Idempotency-Key was used for another request: make a new key for each thing that you want.");
    return JSON.parse(read(row.answer, placeOf(chatbotId, key))) as Answer;
  }

  function read(answer: string, place: string): string {
    try {
      return box.open(answer, place);
    } catch (error) {
      if (!(error instanceof UnreadableSecret)) throw error;
      throw conflict("What was answered to this Idempotency-Key cannot be read any more. Look whether it was done.");
    }
  }

  return {
    transact: async (act) => sql.begin(async (tx) => act(storesIn(tx))) as ReturnType<typeof act>,
    once,
    answered,
  };
}

function placeOf(chatbotId: ChatbotId, key: string): string {
  return `idempotency:answer:${chatbotId} ${key}`;
}

function conflict(sentence: string): DomainError {
  return new DomainError("idempotency_conflict", sentence);
}
