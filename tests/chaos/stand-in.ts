import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Delivery, Outcome } from "../stand-ins/slack/stand-in-slack.ts";

/** What a message looks like through the window of the stand-in. */
export interface SlackMessage {
  readonly ts: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly bot_id?: string;
  readonly metadata?: { readonly event_payload?: { readonly delivery_id?: string } };
  readonly blocks?: readonly {
    readonly type: string;
    readonly elements?: readonly { readonly action_id?: string; readonly value?: string }[];
  }[];
}

export interface SlackChannel {
  readonly id: string;
  readonly messages: readonly SlackMessage[];
}

export interface Pressing {
  readonly channel: string;
  readonly ts: string;
  readonly actionId: string;
  readonly user: string;
}

export type { Delivery, Outcome };
export type StandIn = Awaited<ReturnType<typeof spawnStandIn>>;

interface Access {
  readonly url: string;
  readonly apiUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
}

/** The stand-in Slack as a process of its own, and the hands on its controls. */
export async function spawnStandIn(program: string, args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const [first] = await once(lines, "line");
  const access: Access = JSON.parse(String(first));

  async function control<T>(name: string, body: unknown): Promise<T> {
    const response = await fetch(`${access.url}/_stand-in/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`The stand-in's ${name}: ${JSON.stringify(answer)}`);
    return answer as T;
  }

  async function channels(only?: string): Promise<readonly SlackChannel[]> {
    const response = await fetch(`${access.url}/_stand-in/state${only ? `?channel=${only}` : ""}`);
    const state = (await response.json()) as { channels: SlackChannel[] };
    return state.channels;
  }

  return {
    ...access,
    control,
    channels,
    messagesIn: async (channel: string) => (await channels(channel)).find(({ id }) => id === channel)?.messages ?? [],
    press: (pressing: Pressing) => control<Outcome>("click", pressing),
    async stop(): Promise<void> {
      const gone = once(child, "exit");
      // It ends with the channel to whoever forked it, and not while that is open.
      child.disconnect();
      await gone;
    },
  };
}
