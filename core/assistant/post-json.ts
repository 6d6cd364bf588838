import { AssistantFailure } from "./assistant-failure.ts";

const maxAnswerBytes = 256 * 1024;

/** Posts JSON and reads JSON back. Fails in words that never repeat what was sent, what came back or a header. */
export async function postJson(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await send(url, body, headers, signal);
  if (!response.ok) {
    await response.body?.cancel().catch(() => undefined);
    throw new AssistantFailure(refusal(response.status));
  }
  const text = await readText(response, signal);
  try {
    return JSON.parse(text);
  } catch {
    throw new AssistantFailure("The assistant's answer is not JSON.");
  }
}

async function send(url: string, body: unknown, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw unreachable(error);
  }
}

async function readText(response: Response, signal: AbortSignal): Promise<string> {
  try {
    return new TextDecoder().decode(await readUpTo(maxAnswerBytes, response));
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AssistantFailure ? error : new AssistantFailure("The assistant's answer broke off.");
  }
}

async function readUpTo(limit: number, response: Response): Promise<Buffer> {
  const reader = response.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    size += read.value.length;
    if (size > limit) {
      await reader?.cancel();
      throw new AssistantFailure("The assistant's answer is larger than 256 KB.");
    }
    parts.push(read.value);
  }
  return Buffer.concat(parts);
}

function refusal(status: number): string {
  if (status >= 300 && status < 400) return `The assistant redirected (${status}): configure its final address.`;
  if (status === 401 || status === 403) return `The assistant refused the credentials (${status}).`;
  if (status === 404) return "The assistant's address or model does not exist there (404).";
  if (status === 429) return "The assistant is over its limit (429).";
  return `The assistant answered with status ${status}.`;
}

const beforeSending: Readonly<Record<string, string>> = {
  ECONNREFUSED: "its address refused the connection",
  ENOTFOUND: "its host name is unknown",
  EAI_AGAIN: "its host name could not be looked up",
  EHOSTUNREACH: "its host cannot be reached",
  ENETUNREACH: "its network cannot be reached",
  UND_ERR_CONNECT_TIMEOUT: "its address did not answer",
};

function unreachable(error: unknown): AssistantFailure {
  const cause = error instanceof Error ? error.cause : undefined;
  const why = beforeSending[codeOf(cause)];
  if (why !== undefined) return new AssistantFailure(`The assistant could not be reached: ${why}.`, true);
  return new AssistantFailure("The connection to the assistant broke before it answered.", sentNothing(cause));
}

function codeOf(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
}

/** undici tells how much of a broken connection was used. */
function sentNothing(cause: unknown): boolean {
  if (typeof cause !== "object" || cause === null || !("socket" in cause)) return false;
  const { socket } = cause;
  return typeof socket === "object" && socket !== null && "bytesWritten" in socket && socket.bytesWritten === 0;
}
