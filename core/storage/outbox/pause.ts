import type { ChatbotId } from "../../domain/ids.ts";
import type { TransactionSql } from "../database.ts";
import { firstUuidAt } from "../uuid.ts";
import type { Place } from "./health.ts";

/** An owner is not told the same again within a day. */
const tellAgainAfterHours = 24;

export interface Paused extends Place {
  readonly chatbotId: ChatbotId;
  readonly label: string;
}

type Unlabelled = Omit<Paused, "label">;

/**
 * Marks a broken destination as paused: one address, or everything of its account. Returns those whose owner has
 * not been told yet; of an account, one for each chatbot, however many addresses it has there.
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
  if (scope === "account") await lockOwners(tx, place);
  const paused = await tx<(Unlabelled & { untold: boolean })[]>`
    update destination set health = 'paused', reason = ${reason}, open_until = null, changed_at = now()
    where adapter = ${adapter} and account = ${account} ${where}
    returning chatbot_id, adapter, account, address,
      told_at is null or told_at < now() - ${tellAgainAfterHours} * interval '1 hour' as untold`;
  const untold = scope === "account" ? await untoldOf(tx, paused, place) : paused.filter((each) => each.untold);
  return Promise.all(untold.map(async (each) => ({ ...each, label: await labelOf(tx, each) })));
}

/** Two addresses may find at the same time that their account is broken: the second one waits, and sees that it was told. */
async function lockOwners(tx: TransactionSql, { adapter, account }: Place): Promise<void> {
  await tx`
    select chatbot_id from chatbot b where exists (
      select 1 from destination d where d.chatbot_id = b.chatbot_id and d.adapter = ${adapter} and d.account = ${account})
    order by chatbot_id for no key update`;
}

/** Of each chatbot that was not told lately that this account is broken, the address at hand or any other. */
async function untoldOf(
  tx: TransactionSql,
  paused: readonly Unlabelled[],
  { adapter, account, address }: Place,
): Promise<readonly Unlabelled[]> {
  const since = firstUuidAt(Date.now() - tellAgainAfterHours * 3_600_000);
  const told = await tx<{ chatbotId: ChatbotId }[]>`
    select distinct chatbot_id from chatbot_event
    where chatbot_id = any(${paused.map((each) => each.chatbotId)}::uuid[]) and event_id >= ${since}
    and type = 'chatbot.destination_paused' and data->>'adapter' = ${adapter} and data->>'account' = ${account}
    and data->>'scope' = 'account'`;
  const known = new Set(told.map(({ chatbotId }) => chatbotId));
  const one = new Map<ChatbotId, Unlabelled>();
  for (const each of paused) {
    if (!known.has(each.chatbotId) && (!one.has(each.chatbotId) || each.address === address))
      one.set(each.chatbotId, each);
  }
  return [...one.values()];
}

async function labelOf(tx: TransactionSql, each: Unlabelled): Promise<string> {
  await tx`
    update destination set told_at = now() where chatbot_id = ${each.chatbotId} and adapter = ${each.adapter}
    and account = ${each.account} and address = ${each.address}`;
  const [row] = await tx<{ label: string }[]>`
    select label from connection where chatbot_id = ${each.chatbotId} and adapter = ${each.adapter}
    and account = ${each.account} and address = ${each.address}`;
  return row?.label ?? each.address;
}
