export interface EngineOrder {
  directory: string;
  task: "create" | "serve";
}

/** `null` asks the engine to shut down; bytes are whole PostgreSQL protocol messages. */
export type EngineRequest = Uint8Array | null;

export type EngineReport =
  | { kind: "ready" }
  | { kind: "reply"; bytes: Uint8Array }
  | { kind: "failed"; reason: string }
  | { kind: "done" };
