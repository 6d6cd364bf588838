import postgres from "postgres";

/**
 * What every home of the data shares. Only column names are rewritten: `postgres.camel` would also rename
 * the keys inside jsonb, which are not ours.
 */
export const clientOptions = {
  transform: { undefined: null, column: { from: postgres.toCamel, to: postgres.fromCamel } },
  onnotice() {},
};
