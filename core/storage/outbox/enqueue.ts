import { randomInt } from "node:crypto";
import type { PlannedDelivery } from "../../deliveries/plan.ts";
import type { Work } from "../../deliveries/work.ts";
import { type DeskEvent, isOfConversation } from "../../domain/events.ts";
import type { Queries } from "../database.ts";
import { uuidv7 } from "../uuid.ts";
import { toDeliveryId } from "./delivery-id.ts";

/** Deliveries of one event in one lane may be this many; each lane counts its own. */
const placesPerEvent = 16;
/** A new lane's fence is drawn from below this; it leaves room for as many claims again. */
const firstFenceBelow = 2 ** 30;

/** Not from 0: a lane that was emptied and comes again is another one, and who held the first holds nothing. */
export function newFence(): number {
  return randomInt(1, firstFenceBelow);
}

export interface Reservations {
  readonly instance: number;
  /** Whether this instance would work such a lane at once; a slot is then kept for it. */
  reserve(adapter: string, account: string, address: string): boolean;
  /** Gives a slot back: the lane went to somebody else, or the transaction failed. */
  release(adapter: string, account: string, address: string): void;
}

/** Its deliveries wait for the next poll. */
export const nobody: Reservations = { instance: 0, reserve: () => false, release: () => {} };

export interface Enqueued {
  /** Lanes that this very transaction claimed, with their first attempt counted: to be worked after the commit. */
  readonly claimed: readonly Work[];
  /** Whether anything waits for some worker to come by. */
  readonly waiting: boolean;
}

export type Due = { readonly event: DeskEvent; readonly planned: readonly PlannedDelivery[] };

/**
 * Puts planned deliveries into their lanes, in the caller's transaction. A lane that does not exist yet is claimed
 * in the same breath where this instance has room for it, which saves the wait for the next poll.
 */
export async function enqueue(
  queries: Queries,
  due: readonly Due[],
  reservations: Reservations,
  now: Date,
): Promise<Enqueued> {
  const rows = due.flatMap(({ event, planned }) => toRows(event, planned));
  if (rows.length === 0) return { claimed: [], waiting: false };
  const lanes = toLanes(rows, reservations, now);
  const firsts = new Map(rows.toReversed().map((row) => [row.delivery_id ? row.lane : "", row]));
  for (const lane of lanes) {
    const first = firsts.get(lane.key);
    if (lane.claimed_by !== null && first)
      Object.assign(first, { state: "sending", attempts: 1, attempted_at: now, first_attempt_at: now });
  }
  const inserted = rows.map(({ event: _event, ...row }) => row);
  const [, upserted] = await Promise.all([
    queries`insert into delivery ${queries(inserted)}`,
    queries<{ key: string; fresh: boolean }[]>`
      insert into lane ${queries(lanes)} on conflict (chatbot_id, key) do update set pushes = lane.pushes + 1
      returning key, pushes = 0 as fresh`,
  ]);
  const fresh = new Set(upserted.filter((lane) => lane.fresh).map((lane) => lane.key));
  const wanted = lanes.filter((lane) => lane.claimed_by !== null);
  const lost = wanted.filter((lane) => !fresh.has(lane.key));
  for (const lane of lost) reservations.release(lane.adapter, lane.account, lane.address);
  if (lost.length > 0)
    await uncount(
      queries,
      lost.flatMap((lane) => firsts.get(lane.key) ?? []),
    );
  const claimed = wanted
    .filter((lane) => fresh.has(lane.key))
    .flatMap((lane) => {
      const first = firsts.get(lane.key);
      return first ? [toWork(lane, first, now)] : [];
    });
  return { claimed, waiting: claimed.length < lanes.length };
}

function toRows(event: DeskEvent, planned: readonly PlannedDelivery[]): Row[] {
  const inLane = new Map<string, number>();
  return planned.map((each) => {
    const row = toRow(event, each);
    const order = inLane.get(row.lane) ?? 0;
    inLane.set(row.lane, order + 1);
    return { ...row, place: row.place + order };
  });
}

function toRow(event: DeskEvent, planned: PlannedDelivery) {
  const of = isOfConversation(event) ? event : null;
  const { account, address } = planned.destination;
  return {
    event,
    chatbot_id: event.chatbotId,
    delivery_id: uuidv7(),
    lane: `${of?.conversationId ?? "chatbot"} ${planned.adapter} ${account} ${address}`,
    place: (of ? of.seq : event.occurredAt.getTime()) * placesPerEvent,
    adapter: planned.adapter,
    account,
    address,
    effect: planned.effect,
    body: planned.body ?? null,
    event_id: event.id as string,
    event_type: event.type as string,
    conversation_id: of?.conversationId ?? null,
    event_seq: of?.seq ?? null,
    episode: of?.episode ?? null,
    state: "pending",
    attempts: 0,
    attempted_at: null as Date | null,
    first_attempt_at: null as Date | null,
  };
}

type Row = ReturnType<typeof toRow>;

/** Sorted, so that two transactions never wait for each other's lanes crosswise. */
function toLanes(rows: readonly Row[], reservations: Reservations, now: Date) {
  const keys = new Map(rows.map((row) => [row.lane, row]));
  return [...keys.values()]
    .sort((a, b) => (a.lane < b.lane ? -1 : 1))
    .map(({ chatbot_id, lane: key, adapter, account, address }) => {
      const mine = reservations.reserve(adapter, account, address);
      return {
        chatbot_id,
        key,
        adapter,
        account,
        address,
        claimed_by: mine ? reservations.instance : null,
        claimed_at: mine ? now : null,
        claims: newFence(),
      };
    });
}

/** The lane is somebody else's after all: its delivery waits its turn. */
async function uncount(queries: Queries, rows: readonly Row[]): Promise<void> {
  for (const { chatbot_id, delivery_id } of rows) {
    await queries`
      update delivery set state = 'pending', attempts = 0, attempted_at = null, first_attempt_at = null
      where chatbot_id = ${chatbot_id} and delivery_id = ${delivery_id}`;
  }
}

type NewLane = ReturnType<typeof toLanes>[number];

function toWork({ key, adapter, account, address, claims }: NewLane, row: Row, now: Date): Work {
  return {
    lane: { chatbotId: row.chatbot_id, key, adapter, account, address, fence: claims },
    delivery: {
      id: toDeliveryId(row.chatbot_id, row.delivery_id),
      effect: row.effect,
      body: row.body,
      attempt: 1,
      failures: 0,
      firstAttemptAt: now,
      uncertainSince: null,
      looks: 0,
      ref: null,
      event: row.event,
    },
    unwell: null,
  };
}
