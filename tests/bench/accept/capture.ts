import { escalateAll } from "../drive.ts";
import { startRole } from "../role.ts";
import { makeVisitors, openClient } from "../visitors.ts";
import { openWireTap, type Statement } from "../wire-tap.ts";
import { type Template, toTemplates } from "./template.ts";

/** The statements of one escalation, exactly as Deskbell sends them, begin and commit included. */
export async function captureEscalation(databaseUrl: string): Promise<readonly Template[]> {
  const seen: (readonly Statement[])[] = [];
  const tap = await openWireTap(databaseUrl, (transaction) => seen.push(transaction));
  const sql = openClient(databaseUrl, 1);
  const deskbell = await startRole("deskbell", { databaseUrl: tap.url, notify: null });
  try {
    // The first one reads the chatbot, which is remembered from then on: the second is like all others.
    const visitors = await makeVisitors(sql, { first: 1, count: 2, firstChatbot: 0, chatbots: 1 });
    await escalateAll(Number(deskbell.told.port), visitors, 1);
    const [, visitor] = visitors;
    const escalation = seen.find((transaction) =>
      transaction.some(
        ({ text, values }) => text.includes("insert into escalation") && values.includes(visitor?.conversationId ?? ""),
      ),
    );
    if (!visitor || !escalation) throw new Error("The escalation's transaction was not seen on the wire.");
    return toTemplates(escalation, visitor);
  } finally {
    await deskbell.stop();
    tap.close();
    await sql.end();
  }
}
