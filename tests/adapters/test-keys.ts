import { createHash } from "node:crypto";
import type { AdapterContext } from "../../core/index.ts";

/** As the composition root makes them: 32 bytes, another for each purpose. */
export const testKeys: AdapterContext["keyFor"] = (purpose) => createHash("sha256").update(`test ${purpose}`).digest();
