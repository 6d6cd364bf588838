import type { ChatbotId, EndpointId } from "../domain/ids.ts";
import type { CompatibilityHeader } from "../domain/webhook-endpoint.ts";
import type { Queries, TransactionSql } from "./database.ts";
import { type SecretBox, UnreadableSecret } from "./secret-box.ts";

interface Row {
  readonly url: string;
  readonly compatibility: CompatibilityHeader | null;
  readonly secret: string;
  readonly previousSecret: string | null;
}

/** What sending to an endpoint takes, as it is now; the newest secret first. null if there is no such endpoint. */
export interface EndpointSecrets {
  readonly url: string;
  readonly secrets: readonly string[];
  readonly compatibility: CompatibilityHeader | null;
}

/** With the problem in words instead, where they cannot be read. */
export async function readSecrets(
  queries: Queries,
  box: SecretBox,
  chatbotId: ChatbotId,
  id: EndpointId,
): Promise<EndpointSecrets | { readonly problem: string } | null> {
  const [row] = await queries<Row[]>`
    select url, compatibility, secret, case when previous_until > now() then previous_secret end as previous_secret
    from webhook_endpoint where chatbot_id = ${chatbotId} and endpoint_id = ${id}`;
  if (!row) return null;
  const { url, compatibility, secret, previousSecret } = row;
  try {
    const secrets = [box.open(secret, placeOf(id, "secret"))];
    if (previousSecret !== null) secrets.push(box.open(previousSecret, placeOf(id, "previous_secret")));
    return { url, compatibility, secrets };
  } catch (error) {
    if (error instanceof UnreadableSecret) return { problem: error.message };
    throw error;
  }
}

export async function replaceSecret(
  tx: TransactionSql,
  box: SecretBox,
  chatbotId: ChatbotId,
  id: EndpointId,
  secret: string,
  keepOldUntil: Date,
): Promise<void> {
  const [row] = await tx<Pick<Row, "secret">[]>`
    select secret from webhook_endpoint where chatbot_id = ${chatbotId} and endpoint_id = ${id}`;
  const previous = row && stillReadable(() => box.open(row.secret, placeOf(id, "secret")));
  await tx`
    update webhook_endpoint set secret = ${sealSecret(box, id, "secret", secret)},
      previous_secret = ${previous ? sealSecret(box, id, "previous_secret", previous) : null},
      previous_until = ${previous ? keepOldUntil : null}, changed_at = now()
    where chatbot_id = ${chatbotId} and endpoint_id = ${id}`;
}

export function sealSecret(box: SecretBox, id: EndpointId, column: Column, secret: string): string {
  return box.seal(secret, placeOf(id, column));
}

type Column = "secret" | "previous_secret";

function placeOf(id: EndpointId, column: Column): string {
  return `webhook_endpoint:${column}:${id}`;
}

/** One that was encrypted with a lost APP_SECRET signs nothing any more: the new one is how that is mended. */
function stillReadable(open: () => string): string | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof UnreadableSecret) return null;
    throw error;
  }
}
