import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { MailService } from "@sendgrid/mail";
import { listenOn } from "../listen-on.ts";
import { readBody } from "../read-body.ts";
import type { StandInSendGridOptions } from "./settings.ts";
import { startStandInSendGrid } from "./stand-in-sendgrid.ts";

export interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  readonly events: readonly Record<string, unknown>[];
}

export const ana = "ana@acme.example";
export const ben = "ben@acme.example";

/** The body of a request that SendGrid has nothing against. */
export const aMail = (more: object = {}, to: string = ana) => ({
  personalizations: [{ to: [{ email: to }] }],
  from: { email: "desk@lampyris.example", name: "Deskbell" },
  subject: "Help needed",
  content: [{ type: "text/plain", value: "Question: Where is my order?" }],
  ...more,
});

/** Somebody who sends mail through the stand-in and hears what became of it. */
export async function startListeningDesk(options: StandInSendGridOptions = {}) {
  const heard: Heard[] = [];
  let answer = (response: ServerResponse): unknown => response.writeHead(200).end();
  const app = createServer(async (request, response) => {
    const raw = await readBody(request);
    heard.push({ headers: request.headers, raw, events: JSON.parse(raw.toString()) });
    answer(response);
  });
  const url = await listenOn(app, 0);
  const sendgrid = await startStandInSendGrid({
    eventsUrl: `${url}/adapters/email/events`,
    eventRetryDelaysMs: [10, 20],
    ...options,
  });

  return {
    sendgrid,
    heard,
    /** What was heard, as "delivered ana@acme.example", in order. */
    told: () => heard.flatMap(({ events }) => events.map(({ event, email }) => `${event} ${email}`)),
    answerWith(wanted: (response: ServerResponse) => unknown): void {
      answer = wanted;
    },
    /** POST /v3/mail/send, as any HTTP client would. */
    post: (body: unknown, headers: Record<string, string> = {}, patienceMs?: number) =>
      fetch(`${sendgrid.url}/v3/mail/send`, {
        method: "POST",
        headers: { authorization: `Bearer ${sendgrid.apiKey}`, "content-type": "application/json", ...headers },
        body: typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body),
        ...(patienceMs !== undefined && { signal: AbortSignal.timeout(patienceMs) }),
      }),
    /** SendGrid's own client, pointed here. */
    sdk(): MailService {
      const mail = new MailService();
      mail.setApiKey(sendgrid.apiKey);
      // After the key, which sets it back.
      Object(mail).client.setDefaultRequest("baseUrl", sendgrid.url);
      return mail;
    },
    async stop(): Promise<void> {
      await sendgrid.stop();
      await new Promise((resolve) => app.close(resolve));
    },
  };
}
