import { z } from "zod";
import { headerText } from "./header-rules.ts";

/**
 * What counts as an address is not published. Strict on purpose: no comment, no quotes, no other script outside of
 * punycode, so that whatever passes here passes at SendGrid.
 */
const pattern = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;

export const address = z.strictObject({
  email: z
    .string({ error: "Does not contain a valid address." })
    .max(254)
    .regex(pattern, "Does not contain a valid address."),
  name: headerText.optional(),
});
