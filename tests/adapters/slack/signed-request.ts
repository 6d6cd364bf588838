import { createHmac } from "node:crypto";

interface Signing {
  /** Seconds from now that the timestamp says. */
  readonly at?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A callback as Slack signs it, whatever is in it. */
export function postSigned(
  url: string,
  secret: string,
  body: string,
  contentType = "application/json",
  { at = 0, headers = {} }: Signing = {},
): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1000) + at);
  const digest = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return fetch(url, {
    method: "POST",
    headers: {
      "content-type": contentType,
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${digest}`,
      ...headers,
    },
    body,
  });
}
