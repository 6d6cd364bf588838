/** Slack said no: `{ok: false, error}` with HTTP 200. */
export class RefusedCall extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(code: string, details: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
