import { z } from "zod";
import type { Finding } from "./adapter.ts";
import { keysOf, readAppSecret } from "./app-secret.ts";
import type { Config } from "./config.ts";
import { createOperatorTokens } from "./operator-token.ts";

const Findings: z.ZodType<readonly Finding[]> = z.array(
  z.object({ level: z.enum(["ok", "warning", "broken"]), what: z.string(), todo: z.string().optional() }),
);

const withinMs = 40_000;

/** What the server that runs on this machine finds; null if it runs with another secret, or cannot say. */
export async function askRunning({ port, appSecret, dataDir }: Config): Promise<readonly Finding[] | null> {
  const secret = appSecret ?? (await readAppSecret(dataDir));
  if (secret === null) return null;
  const token = createOperatorTokens(keysOf(secret)("operator")).make("examine everything", new Date());
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/operator/findings`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(withinMs),
    });
    return answer.ok ? Findings.parse(await answer.json()) : null;
  } catch {
    return null;
  }
}
