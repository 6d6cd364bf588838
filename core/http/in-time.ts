import { databaseAway } from "./database-away.ts";

/** The widget waits 20 s. Statements end after 10 s by themselves, but only where the server is still heard. */
const answerWithinMs = 9_500;

/** Who waits is told to come again; what is still under way may go through: a repeat carries the same client_id. */
export async function inTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(databaseAway()), answerWithinMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
