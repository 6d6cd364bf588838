/** Keeps account of what arrived: once, and within its lane in order. */
export function createTally(ordered: boolean) {
  const last = new Map<string | number, number>();
  const seen = new Set<string>();
  let repeated = 0;
  let reordered = 0;
  return {
    arrived(lane: string | number, place: number): void {
      const id = `${lane} ${place}`;
      if (seen.has(id)) repeated += 1;
      seen.add(id);
      if (ordered && place < (last.get(lane) ?? 0)) reordered += 1;
      last.set(lane, place);
    },
    count: () => seen.size,
    result: () => ({ delivered: seen.size, repeated, reordered }),
  };
}
