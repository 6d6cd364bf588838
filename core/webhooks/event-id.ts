import type { EventId } from "../domain/ids.ts";

/** An event's id on the wire, the same at every attempt and every replay: what a receiver tells duplicates by. */
export function wireIdOf(id: EventId): string {
  return `evt_${id.replaceAll("-", "")}`;
}
