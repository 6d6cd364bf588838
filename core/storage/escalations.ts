import type { Escalation } from "../domain/escalation.ts";
import type { ChatbotId } from "../domain/ids.ts";
import type { ConversationKey } from "../usecases/ports.ts";
import { json, type Queries } from "./database.ts";
import { firstUuidAt } from "./uuid.ts";

/** The latest episode as it stands in the conversation's row. */
export interface StoredEscalation {
  readonly id: string;
  /** The place of the event that made it. */
  readonly seq: number;
  readonly escalation: Escalation;
}

/** The shape in jsonb: moments as ISO strings. */
type Frozen = Omit<Escalation, "escalatedAt"> & { id: string; seq: number; escalatedAt: string; resolvedAt?: string };

export function thaw(frozen: Frozen | null): StoredEscalation | null {
  if (!frozen) return null;
  const { id, seq, ...rest } = frozen;
  const escalation = { ...rest, escalatedAt: new Date(rest.escalatedAt) };
  const whole = rest.resolvedAt === undefined ? escalation : { ...escalation, resolvedAt: new Date(rest.resolvedAt) };
  return { id, seq, escalation: whole as Escalation };
}

export function freeze({ id, seq, escalation }: StoredEscalation): object {
  return { id, seq, ...escalation };
}

/** Writes an episode's own row: what lists and statistics read. */
export async function saveEscalation(
  queries: Queries,
  key: ConversationKey,
  { id, seq, escalation }: StoredEscalation,
) {
  const { episode, status, trigger, escalatedAt, digested, claimedBy } = escalation;
  const resolved = status === "resolved" ? escalation : null;
  await queries`
    insert into escalation (chatbot_id, escalation_id, conversation_id, episode, status, trigger, escalated_at,
      escalated_seq, digested, claimed_by, resolved_at, resolved_by)
    values (${key.chatbotId}, ${id}, ${key.conversationId}, ${episode}, ${status}, ${trigger}, ${escalatedAt},
      ${seq}, ${digested}, ${claimedBy && json(queries, claimedBy)}, ${resolved?.resolvedAt ?? null},
      ${resolved && json(queries, resolved.resolvedBy)})
    on conflict (chatbot_id, escalation_id) do update set status = excluded.status, claimed_by = excluded.claimed_by,
      resolved_at = excluded.resolved_at, resolved_by = excluded.resolved_by`;
}

/** How many were made in the last minute, counted up to `limit`. The id carries the moment. */
export async function countRecent(queries: Queries, chatbotId: ChatbotId, now: Date, limit: number): Promise<number> {
  const [row] = await queries<{ count: number }[]>`
    select count(*)::int as count from (
      select 1 from escalation where chatbot_id = ${chatbotId} and escalation_id >= ${firstUuidAt(now.getTime() - 60_000)}
      limit ${limit}) recent`;
  return row?.count ?? 0;
}
