import { randomBytes } from "node:crypto";
import { RefusedCall } from "../api/refused-call.ts";

export type Triggers = ReturnType<typeof createTriggers>;

/** A trigger_id opens one view, within 3 seconds of the press. */
export function createTriggers() {
  const issued = new Map<string, { at: number; used: boolean }>();
  return {
    issue(): string {
      const id = `${Date.now()}.${issued.size + 1}.${randomBytes(8).toString("hex")}`;
      issued.set(id, { at: Date.now(), used: false });
      return id;
    },
    redeem(id: string | undefined): void {
      const trigger = issued.get(id ?? "");
      if (trigger === undefined) throw new RefusedCall("invalid_trigger_id");
      if (trigger.used) throw new RefusedCall("exchanged_trigger_id");
      if (Date.now() - trigger.at > 3000) throw new RefusedCall("expired_trigger_id");
      trigger.used = true;
    },
  };
}
