import type { EscalationDesk } from "../adapter.ts";
import { recall } from "./adapter-facts.ts";
import { createConnections } from "./connections.ts";
import type { Sql } from "./database.ts";

/** What adapters may ask while they are only examined: it reads, and changes nothing. */
export function readingDesk(sql: Sql): Pick<EscalationDesk, "connections" | "recall"> {
  const connections = createConnections(sql);
  return {
    connections: (adapter, destination) => connections.at({ adapter, ...destination }),
    recall: (adapter, beginning) => recall(sql, adapter, beginning),
  };
}
