import type { Problem } from "../../core/http/widget-protocol.ts";

export type Answer<T> =
  | { readonly kind: "ok"; readonly body: T }
  | { readonly kind: "refused"; readonly status: number; readonly problem: Problem | null }
  /** Worth trying again: nobody answered, or the server said later. */
  | { readonly kind: "later"; readonly status: number; readonly afterMs: number | null };

export type Request = <T>(method: string, path: string, token: string | null, body: unknown) => Promise<Answer<T>>;

const patienceMs = 20_000;

export function createRequests(base: string): Request {
  return async (method, path, token, body) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), patienceMs);
    try {
      const response = await fetch(base + path, {
        method,
        headers: { "content-type": "application/json", ...(token !== null && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
        credentials: "omit",
        signal: abort.signal,
      });
      const { status, ok } = response;
      if (status >= 500 || status === 429 || status === 408) {
        return { kind: "later", status, afterMs: retryAfter(response.headers.get("retry-after")) };
      }
      const answer = await response.json().catch(() => null);
      // A captive portal or a proxy may say 200 with a page of its own.
      if (ok && answer === null && status !== 204) return { kind: "later", status: 0, afterMs: null };
      return ok ? { kind: "ok", body: answer } : { kind: "refused", status, problem: answer };
    } catch {
      return { kind: "later", status: 0, afterMs: null };
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Seconds or an HTTP date. Longer than ten minutes is not believed. */
function retryAfter(header: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), 600_000);
}
