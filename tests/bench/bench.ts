import type { Server } from "./find-server.ts";

/** What a part of the benchmark is given. */
export interface Bench {
  readonly server: () => Promise<Server>;
  /** Interleaved rounds; every figure is the median of them. */
  readonly rounds: number;
  /** Of fanout: how many escalations a second, for how long, and how many chatbots have broken endpoints beside. */
  readonly load: { readonly perSecond: number; readonly seconds: number; readonly broken: number };
  say(line: string): void;
}

export interface Goal {
  /** Its name in the JSON. */
  readonly name: string;
  readonly value: number;
  readonly wanted: { readonly atLeast: number } | { readonly atMost: number } | null;
}

export interface Report {
  readonly title: string;
  /** How it was measured, in sentences. */
  readonly method: readonly string[];
  /** The first row names the columns. */
  readonly table: readonly (readonly string[])[];
  readonly goals: readonly Goal[];
}

export type Part = (bench: Bench) => Promise<Report>;
