import { emailKey } from "../domain/email-address.ts";
import type { ChatbotId } from "../domain/ids.ts";
import type { Queries, Sql } from "./database.ts";
import { uuidv7 } from "./uuid.ts";

export interface AccountDetails {
  readonly email: string;
  readonly name?: string;
  /** `notify_escalation`: off, no escalation mail of any kind goes there. */
  readonly notifyEscalation?: boolean;
}

export async function setOwner(sql: Sql, chatbotId: ChatbotId, owner: AccountDetails): Promise<void> {
  const accountId = await saveAccount(sql, owner);
  await sql`
    update chatbot set owner_id = ${accountId}, version = version + 1
    where chatbot_id = ${chatbotId} and owner_id is distinct from ${accountId}`;
}

/** Chatbots without an owner get this one. */
export async function ownOrphans(sql: Sql, email: string): Promise<void> {
  const accountId = await saveAccount(sql, { email });
  await sql`update chatbot set owner_id = ${accountId}, version = version + 1 where owner_id is null`;
}

/** Makes the account of an address, or brings what is said of it up to date. Chatbots that mail it notice. */
async function saveAccount(sql: Sql, { email, name, notifyEscalation }: AccountDetails): Promise<string> {
  const key = emailKey(email);
  return sql.begin(async (tx) => {
    const [changed] = await tx<{ accountId: string }[]>`
      insert into account as a (account_id, email, email_key, name, notify_escalation)
      values (${uuidv7()}, ${email}, ${key}, ${name ?? null}, ${notifyEscalation ?? true})
      on conflict (email_key) do update set name = coalesce(${name ?? null}, a.name),
        notify_escalation = coalesce(${notifyEscalation ?? null}, a.notify_escalation)
      where a.name is distinct from coalesce(${name ?? null}, a.name)
      or a.notify_escalation <> coalesce(${notifyEscalation ?? null}, a.notify_escalation)
      returning account_id`;
    if (changed) await noticeAddress(tx, key);
    const [account] = await tx<{ accountId: string }[]>`select account_id from account where email_key = ${key}`;
    if (!account) throw new Error(`The account of ${email} is gone.`);
    return account.accountId;
  });
}

/** Every chatbot that mails this address is to be read anew; returns which they are. */
export async function noticeAddress(
  queries: Queries,
  key: string,
): Promise<readonly { id: ChatbotId; version: number }[]> {
  return queries<{ id: ChatbotId; version: number }[]>`
    update chatbot b set version = version + 1
    where b.owner_id = (select account_id from account where email_key = ${key}) or exists (
      select 1 from jsonb_array_elements_text(coalesce(b.settings->'recipients', '[]')) r where lower(r) = ${key})
    returning chatbot_id as id, version`;
}
