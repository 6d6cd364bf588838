import type { ChatbotId } from "../../domain/ids.ts";
import type { Queries, TransactionSql } from "../database.ts";
import { firstUuidAt } from "../uuid.ts";
import type { Place } from "./health.ts";

/** As long as it stays broken for the same reason, an owner is not told again within a day. */
const tellAgainAfterMs = 24 * 3_600_000;
/** What breaks, is mended and breaks again for the same reason is told no more often than this. */
const tellSameAfterMs = 10 * 60_000;

export interface Paused extends Place {
  readonly chatbotId: ChatbotId;
  readonly label: string;
}

export type Unlabelled = Omit<Paused, "label">;

/**
 * Marks a broken destination as paused: one address, or everything of its account. Returns those whose owner is to be
 * told: it was well before, or broken for another reason; of an account, one for each chatbot, however many addresses it
 * has there.
 */
export async function pause(
  tx: TransactionSql,
  place: Place,
  scope: "address" | "account",
  reason: string,
): Promise<readonly Paused[]> {
  const { adapter, account, address } = place;
  const where = scope === "account" ? tx`` : tx`and address = ${address}`;
  await tx`
    insert into destination (chatbot_id, adapter, account, address)
    select chatbot_id, adapter, account, address from connection
    where adapter = ${adapter} and account = ${account} ${where}
    on conflict do nothing`;
  await lockOwners(tx, place);
  const before = await tx<(Unlabelled & { well: boolean })[]>`
    select chatbot_id, adapter, account, address, health <> 'paused' as well from destination
    where adapter = ${adapter} and account = ${account} ${where}`;
  await tx`
    update destination set health = 'paused', reason = ${reason}, open_until = null, changed_at = now()
    where adapter = ${adapter} and account = ${account} ${where}`;
  const untold = await untoldOf(tx, before, place, scope, reason);
  return Promise.all(untold.map(async (each) => ({ ...each, label: (await labelOf(tx, each)) ?? each.address })));
}

/** Two lanes may find the same at the same time: the second one waits, and sees that it was told. */
async function lockOwners(tx: TransactionSql, { adapter, account }: Place): Promise<void> {
  await tx`
    select chatbot_id from chatbot b where exists (
      select 1 from destination d where d.chatbot_id = b.chatbot_id and d.adapter = ${adapter} and d.account = ${account})
    order by chatbot_id for no key update`;
}

/** Of each chatbot whose owner is to be told, the address at hand or any other of the account. */
async function untoldOf(
  tx: TransactionSql,
  before: readonly (Unlabelled & { well: boolean })[],
  { adapter, account, address }: Place,
  scope: "address" | "account",
  reason: string,
): Promise<readonly Unlabelled[]> {
  const now = Date.now();
  const told = await tx<{ chatbotId: ChatbotId; reason: string; lately: boolean }[]>`
    select chatbot_id, data->>'reason' as reason, event_id >= ${firstUuidAt(now - tellSameAfterMs)} as lately
    from chatbot_event
    where chatbot_id = any(${before.map((each) => each.chatbotId)}::uuid[])
    and event_id >= ${firstUuidAt(now - tellAgainAfterMs)}
    and type = 'chatbot.destination_paused' and data->>'adapter' = ${adapter} and data->>'account' = ${account}
    and data->>'scope' = ${scope} ${scope === "account" ? tx`` : tx`and data->>'address' = ${address}`}
    order by event_id`;
  const one = new Map<ChatbotId, Unlabelled>();
  for (const { well: _well, ...each } of before) {
    if (!one.has(each.chatbotId) || each.address === address) one.set(each.chatbotId, each);
  }
  return [...one.values()].filter(({ chatbotId }) => {
    const earlier = told.filter((each) => each.chatbotId === chatbotId);
    if (earlier.some((each) => each.lately && each.reason === reason)) return false;
    const wasWell = before.every((each) => each.chatbotId !== chatbotId || each.well);
    return wasWell || earlier.at(-1)?.reason !== reason;
  });
}

/** What its owner calls a destination; null where it has no name. */
export async function labelOf(queries: Queries, each: Unlabelled): Promise<string | null> {
  const [row] = await queries<{ label: string }[]>`
    select label from connection where chatbot_id = ${each.chatbotId} and adapter = ${each.adapter}
    and account = ${each.account} and address = ${each.address}`;
  if (row) return row.label;
  const [endpoint] = await queries<{ label: string; url: string }[]>`
    select label, url from webhook_endpoint where chatbot_id = ${each.chatbotId} and endpoint_id::text = ${each.address}`;
  // A URL may have a secret in its path.
  return endpoint ? endpoint.label || new URL(endpoint.url).host : null;
}
