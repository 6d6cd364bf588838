import type { ServerResponse } from "node:http";
import { z } from "zod";
import { plainRules } from "../misbehaviour-shape.ts";
import { answerJson, type Controls } from "../serve-control.ts";
import type { Rule } from "./misbehaviour.ts";
import type { StandInReceiver } from "./stand-in-receiver.ts";

/** As many as the page shows. */
const shown = 100;

export function serveState({ received, hookUrl, secret }: StandInReceiver, response: ServerResponse): void {
  answerJson(response, 200, {
    hookUrl,
    hasSecret: secret !== undefined,
    count: received.length,
    received: received.slice(-shown),
  });
}

export const controls: Controls<StandInReceiver> = {
  misbehave: (receiver, body) => receiver.misbehave(rule.parse(body)),
  behave: (receiver) => receiver.behave(),
  secret: (receiver, body) => {
    const { secret: expected, path } = given.parse(body);
    receiver.expectSecret(expected, path);
  },
};

const given = z.strictObject({ secret: z.string().startsWith("whsec_").optional(), path: z.string().optional() });

const { when, plain } = plainRules<never>([]);
const status = z.int().optional();

const rule: z.ZodType<Rule> = z.union([
  ...plain,
  z.strictObject({
    ...when,
    how: z.literal("answer"),
    status: z.int(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
  }),
  z.strictObject({ ...when, how: z.literal("redirect"), location: z.string().optional(), status }),
  z.strictObject({
    ...when,
    how: z.enum(["switch_protocols", "garbage", "reset_before_reading", "endless_headers", "huge_headers"]),
  }),
  z.strictObject({ ...when, how: z.enum(["dripping_body", "huge_body", "gzip_bomb"]), status }),
]);
