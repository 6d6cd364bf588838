import { readFileSync } from "node:fs";
import type { Expect } from "../oracle/expected.ts";
import { addEndpoint, endpointEvents } from "./add-endpoint.ts";
import { badDay } from "./bad-day.ts";
import type { Platform, Shown } from "./platform.ts";

/** What the stand-in wrote of a request when it accepted it. */
interface Entry {
  readonly did: string;
  readonly path: string;
  /** `webhook-id` */
  readonly id?: string;
  readonly verdict: string;
  readonly raw: string;
}

const expectedAtEndpoint: Expect = ({ event }) => (endpointEvents.includes(event.type) ? "message" : null);

/** Nobody looks there before sending again: what comes twice has the same webhook-id, and the same bytes. */
export const webhooks: Platform = {
  name: "webhooks",
  standIn: "webhooks",
  title: "webhooks",
  install: () => null,
  expect: expectedAtEndpoint,

  env: () => ({ WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8" }),

  async open(standIn) {
    const byPath = new Map<string, string>();
    return {
      async connect(deskbell, chatbots) {
        for (const chatbot of chatbots) {
          const path = `/webhooks/${chatbot.id}`;
          const { id, secret } = await addEndpoint(deskbell, chatbot, `${standIn.access.url}${path}`);
          await standIn.control("secret", { path, secret });
          byPath.set(path, id);
        }
      },
      misbehave: (seed) => badDay(standIn, seed),
      behave: () => standIn.control("behave", {}),
      shown: async () => readReceived(standIn.journal, byPath),
      buttons: null,
    };
  },
};

function readReceived(journal: string, byPath: ReadonlyMap<string, string>): readonly Shown[] {
  const lines = readFileSync(journal, "utf8").split("\n").filter(Boolean);
  const first = new Map<string, string>();
  return lines.map((line, index) => {
    const { path, id = "", verdict, raw } = JSON.parse(line) as Entry;
    const before = first.get(`${path} ${id}`);
    if (before === undefined) first.set(`${path} ${id}`, raw);
    return {
      channel: byPath.get(path) ?? path,
      id,
      under: null,
      delivery: null,
      event: id,
      ref: `request ${index + 1}`,
      text: raw,
      copy: before === raw,
      wrong: verdict === "verified" ? undefined : verdict,
      card: null,
    };
  });
}
