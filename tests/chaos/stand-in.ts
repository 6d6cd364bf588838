import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface StandIn {
  /** What it said when it was ready: where it is, and its secrets. */
  readonly access: Readonly<Record<string, unknown>>;
  /** Append-only JSON lines of everything that it accepted; outlives it. */
  readonly journal: string;
  control<T>(name: string, body: unknown): Promise<T>;
  state<T>(channel?: string): Promise<T>;
  stop(): Promise<void>;
}

/** A stand-in as a process of its own, and the hands on its controls. */
export async function spawnStandIn(program: string, journal: string): Promise<StandIn> {
  const child = spawn(process.execPath, [program, "--journal", journal], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const [first] = await once(lines, "line");
  const access = JSON.parse(String(first));

  return {
    access,
    journal,
    async control<T>(name: string, body: unknown): Promise<T> {
      const response = await fetch(`${access.url}/_stand-in/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const answer: unknown = await response.json();
      if (!response.ok) throw new Refused(`The stand-in's ${name}: ${JSON.stringify(answer)}`);
      return answer as T;
    },
    async state<T>(channel?: string): Promise<T> {
      const query = channel === undefined ? "" : `?channel=${encodeURIComponent(channel)}`;
      return (await (await fetch(`${access.url}/_stand-in/state${query}`)).json()) as T;
    },
    async stop(): Promise<void> {
      const gone = once(child, "exit");
      // It ends with the channel to whoever forked it, and not while that is open.
      child.disconnect();
      await gone;
    },
  };
}

/** The stand-in would not do it: the button, for instance, is no longer there. */
export class Refused extends Error {
  override readonly name = "Refused";
}
