import { z } from "zod";

/** A mail as it is planned: every attempt sends this. */
export const FrozenMail = z.object({
  to: z.object({ email: z.string(), name: z.string() }),
  subject: z.string(),
  text: z.string(),
  /** Where its reader leaves the alerts with one click; null where they cannot be left. */
  unsubscribe: z.string().nullable(),
});

export type FrozenMail = Readonly<z.infer<typeof FrozenMail>>;
