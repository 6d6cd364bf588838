import { z } from "zod";

/** The rules that every stand-in takes over HTTP; each adds how its platform refuses, with the same `when`. */
export function plainRules<Kind extends string>(callbacks: readonly Kind[]) {
  const when = {
    methods: z.union([z.string(), z.array(z.string())]).optional(),
    callbacks: z.array(z.enum(callbacks)).optional(),
    channel: z.string().optional(),
    skip: z.number().optional(),
    times: z.number().optional(),
    share: z.number().optional(),
    seed: z.number().optional(),
  };
  const plain = [
    z.strictObject({ ...when, how: z.undefined().optional() }),
    z.strictObject({ ...when, how: z.literal("rate_limited"), retryAfter: z.number().nullable().optional() }),
    z.strictObject({
      ...when,
      how: z.enum(["server_error", "server_error_after_accepting"]),
      status: z.number().optional(),
    }),
    z.strictObject({
      ...when,
      how: z.enum([
        "html",
        "garbage",
        "hang",
        "reset_before_accepting",
        "reset_after_accepting",
        "cut_after_accepting",
        "stall_after_accepting",
        "deliver_twice",
      ]),
    }),
    z.strictObject({
      ...when,
      how: z.literal("redirect"),
      status: z.number().optional(),
      location: z.string().optional(),
    }),
    z.strictObject({ ...when, how: z.enum(["slow", "drip_after_accepting", "deliver_late"]), ms: z.number() }),
  ] as const;
  return { when, plain };
}
