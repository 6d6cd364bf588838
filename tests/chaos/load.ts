import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "../stand-ins/seeded-random.ts";
import { createAgent, type Surface } from "./agent.ts";
import { createAskInsistently } from "./ask-insistently.ts";
import { chatbots } from "./chatbots.ts";
import { playConversation } from "./conversation-script.ts";
import { GaveUp } from "./gave-up.ts";
import type { Ledger } from "./ledger.ts";
import { createTurnstile } from "./turnstile.ts";
import { arrive } from "./visitor.ts";

/** 600 conversations in a minute, of which nine in ten ask for a human themselves. */
const everyMs = 100;
const requestsAtOnce = 40;

interface Stage {
  readonly urls: readonly string[];
  readonly surfaces: readonly Surface[];
  readonly ledger: Ledger;
  readonly seed: number;
  readonly seconds: number;
}

export interface Load {
  /** Resolves when the last conversation came to its end. */
  readonly over: Promise<void>;
  /** Whoever still waits for an answer stops waiting. */
  giveUp(): void;
}

/** Conversations begin at a steady rate, however long each takes: an outage lets them pile up. */
export function startLoad({ urls, surfaces, ledger, seed, seconds }: Stage): Load {
  const patience = new AbortController();
  const turnstile = createTurnstile(requestsAtOnce);

  async function converse(index: number): Promise<void> {
    const random = seededRandom(seed * 100_003 + index);
    const chatbot = chatbots[index % chatbots.length];
    if (!chatbot) return;
    const ask = createAskInsistently({ urls, turnstile, random, signal: patience.signal });
    try {
      const visitor = await arrive(ask, chatbot, ledger, random);
      await playConversation(visitor, createAgent(surfaces, random, patience.signal), random);
    } catch (error) {
      const list = error instanceof GaveUp ? ledger.unanswered : ledger.complaints;
      list.push(error instanceof Error ? error.message : String(error));
    }
  }

  async function run(): Promise<void> {
    const conversations: Promise<void>[] = [];
    const began = performance.now();
    const total = (seconds * 1_000) / everyMs;
    for (let index = 0; index < total; index++) {
      const late = began + index * everyMs - performance.now();
      if (late > 0) await sleep(late);
      conversations.push(converse(index));
    }
    await Promise.all(conversations);
  }

  return { over: run(), giveUp: () => patience.abort() };
}
