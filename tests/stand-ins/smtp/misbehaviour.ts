import { createMisbehaviour } from "../misbehaviour.ts";

/** Where in the conversation it happens; `data` once the whole mail was received. */
export type Stage = "connect" | "auth" | "mailFrom" | "rcptTo" | "data";

/** In a rule, `methods` are stages and `channel` is the address at hand: the sender, the recipient, or the first of them. */
export type Misdeed =
  | { how: "refuse"; code: number; message?: string }
  | { how: "hang" }
  | { how: "drop" }
  /** Of `data` only: the mail is kept, and the connection gone before anybody is told. */
  | { how: "drop_after_accepting" };

export function createSmtpMisbehaviour() {
  return createMisbehaviour<Misdeed, never>([
    { how: "refuse", code: 451 },
    { how: "refuse", code: 421 },
    { how: "hang" },
    { how: "drop" },
    { how: "drop_after_accepting" },
  ]);
}
