import type { Suppression } from "../adapter.ts";
import { emailKey } from "../domain/email-address.ts";
import type { ChatbotId } from "../domain/ids.ts";
import type { RecipientStanding } from "../queries/recipients.ts";
import type { Chatbots } from "./chatbots.ts";
import type { Sql } from "./database.ts";

export async function readRecipientStandings(
  sql: Sql,
  chatbots: Chatbots,
  chatbotId: ChatbotId,
): Promise<readonly RecipientStanding[]> {
  const recipients = (await chatbots.now(chatbotId))?.recipients ?? [];
  const keys = recipients.map(({ email }) => emailKey(email));
  const suppressions = await sql<(Suppression & { key: string })[]>`
    select email_key as key, kind, reason from suppression where email_key = any(${keys})`;
  const byKey = new Map(suppressions.map(({ key, kind, reason }) => [key, { kind, reason }]));
  return recipients.map((each) => ({ ...each, suppression: byKey.get(emailKey(each.email)) ?? null }));
}
