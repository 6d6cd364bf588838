import { keysOf, readAppSecret } from "../../core/app-secret.ts";
import { scopes as allScopes } from "../../core/domain/api-key.ts";
import { createOperatorTokens } from "../../core/operator-token.ts";

interface Running {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer carries is what the test is about
  readonly body: any;
}

/** What whoever can read the server's secret may show, for a minute. */
export async function operatorToken({ env }: Pick<Running, "env">, at = new Date()): Promise<string> {
  const secret = env.APP_SECRET ?? (await readAppSecret(env.DATA_DIR ?? ""));
  return createOperatorTokens(keysOf(secret ?? "")("operator")).make("make an API key", at);
}

/** A program with an API key of its own. */
export async function openApi(
  deskbell: Running,
  { chatbot, scopes = allScopes }: { chatbot?: string; scopes?: readonly string[] } = {},
) {
  const made = await send(deskbell.url, await operatorToken(deskbell), "POST", "/api-keys", {
    name: "test",
    scopes,
    ...(chatbot !== undefined && { chatbot }),
  });
  if (made.status !== 201) throw new Error(`No key was made: ${made.status} ${JSON.stringify(made.body)}`);
  const key = made.body.key as string;
  return {
    key,
    id: made.body.id as string,
    ask: (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
      send(deskbell.url, key, method, path, body, headers),
  };
}

export type Api = Awaited<ReturnType<typeof openApi>>;

export async function send(
  url: string,
  key: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Asked> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}
