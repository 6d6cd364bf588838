import fc from "fast-check";
import type { Surface } from "../../../../core/index.ts";

/** What somebody does; `again` makes it a late duplicate of something that was done before, cause and all. */
export type Act =
  | { readonly does: "says"; readonly again: number | null }
  | { readonly does: "asks"; readonly again: number | null }
  | {
      readonly does: "claim" | "resolve" | "reopen";
      readonly surface: Surface;
      /** 0: the button of the latest episode; 1: of the one before; -1: of one that is still to come. */
      readonly late: -1 | 0 | 1;
      readonly again: number | null;
    };

/** Everybody in a round acts at the same time. */
export interface Round {
  readonly acts: readonly Act[];
  readonly assistantHandsOver: boolean;
}

export type History = readonly Round[];

const again = fc.option(fc.nat({ max: 40 }), { freq: 3 });

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ does: fc.constant("says" as const), again }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("asks" as const), again }) },
  {
    weight: 7,
    arbitrary: fc.record({
      does: fc.constantFrom("claim" as const, "resolve" as const, "resolve" as const, "reopen" as const),
      surface: fc.constantFrom<Surface>("slack", "teams", "email", "dashboard", "api"),
      late: fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const, -1 as const),
      again,
    }),
  },
);

export const histories: fc.Arbitrary<History> = fc.array(
  fc.record({
    acts: fc.array(act, { minLength: 1, maxLength: 8 }),
    assistantHandsOver: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);
