import type { Effect } from "./expected.ts";

/** What was found on a platform. */
export interface Tally {
  readonly platform: string;
  readonly title: string;
  /** Of each kind, those that had to be there and are. */
  readonly seen: Record<Effect, number>;
  /** More than one of the same. */
  duplicates: number;
  /** Of these, they that say that they may be there twice. */
  labelled: number;
  /** Attempts of which nobody knows whether they arrived. */
  ambiguous: number;
}

export function noTally({ name, title }: { readonly name: string; readonly title: string }): Tally {
  return {
    platform: name,
    title,
    seen: { card: 0, line: 0, message: 0 },
    duplicates: 0,
    labelled: 0,
    ambiguous: 0,
  };
}
