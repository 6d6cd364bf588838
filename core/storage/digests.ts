import type { ChatbotId } from "../domain/ids.ts";
import type { Queries } from "./database.ts";

const windowMs = 60_000;

/** Counts an escalation over the alert limit into the minute it was made in. */
export async function countEscalation(queries: Queries, chatbotId: ChatbotId, at: Date): Promise<void> {
  const since = new Date(Math.floor(at.getTime() / windowMs) * windowMs);
  const until = new Date(since.getTime() + windowMs);
  await queries`
    insert into digest as d (chatbot_id, since, until, count) values (${chatbotId}, ${since}, ${until}, 1)
    on conflict (chatbot_id, since) do update set count = d.count + 1`;
}

export interface Digest {
  readonly chatbotId: ChatbotId;
  readonly since: Date;
  readonly until: Date;
  readonly count: number;
}

/** Minutes that are over; of every chatbot. */
export function findDigests(queries: Queries) {
  return queries<Digest[]>`select chatbot_id, since, until, count from digest where until <= now() limit 100`;
}

/** Takes a minute's digest out, for whoever comes first. */
export async function takeDigest(queries: Queries, { chatbotId, since }: Digest): Promise<Digest | null> {
  const [row] = await queries<Digest[]>`
    delete from digest where chatbot_id = ${chatbotId} and since = ${since} returning chatbot_id, since, until, count`;
  return row ?? null;
}
