import type { KeptMail } from "../queries/mailbox.ts";
import type { Sql } from "./database.ts";

/** The newest mails that went to no server, of every chatbot; whoever may read them owns the machine. */
export function readMailbox(sql: Sql, limit: number): Promise<readonly KeptMail[]> {
  return sql<KeptMail[]>`
    select delivery_id, created_at as at, body from delivery
    where adapter = 'email' and account = 'mailbox' and body is not null
    order by created_at desc, delivery_id desc limit ${limit}`;
}
