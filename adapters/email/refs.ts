export const adapterName = "email";

/** A way that mail goes: what breaks as a whole. */
export type Way = "sendgrid" | "smtp" | "mailbox";
