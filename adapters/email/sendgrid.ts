import { MailService } from "@sendgrid/mail";
import type { SendGridConfig } from "./config.ts";
import { failureOf, inItsWords, outcomeOf } from "./errors.ts";
import type { Letter, Probe, Transport } from "./transport.ts";

/** https://www.twilio.com/docs/sendgrid/api-reference/mail-send */
const accepted = 202;
/** Sandbox mode: checked, and not sent. */
const wouldBeAccepted = 200;

export interface SendGrid extends Transport {
  /** Asks the API; null if it may not be asked that, or does not know. Throws what the SDK throws. */
  get(path: string, signal: AbortSignal): Promise<unknown>;
}

/** The only file that speaks to SendGrid. */
export function createSendGrid(config: SendGridConfig, from: Letter["from"], now: () => Date): SendGrid {
  const context = { from: from.email, baseUrl: config.baseUrl, now };

  return {
    async send(letter, signal) {
      try {
        const [{ statusCode, headers }] = await newService(config, signal).send(mailData(letter, false));
        if (statusCode !== accepted) return outcomeOf({ kind: "other answer", status: statusCode }, context, config);
        const id: unknown = headers["x-message-id"];
        return {
          kind: "delivered",
          note: `HTTP ${statusCode}`,
          ...(typeof id === "string" && id !== "" && { posted: id.slice(0, 200) }),
        };
      } catch (error) {
        return outcomeOf(failureOf(error, signal), context, config);
      }
    },

    async probe(signal): Promise<Probe> {
      try {
        const [{ statusCode }] = await newService(config, signal).send(mailData(probeLetter(from), true));
        if (statusCode === wouldBeAccepted) return { good: true };
        return { good: false, reason: `SendGrid answered with HTTP ${statusCode}` };
      } catch (error) {
        return { good: false, reason: inItsWords(failureOf(error, signal), context) };
      }
    },

    async get(path, signal) {
      const [{ body }] = await clientOf(newService(config, signal)).request({ method: "GET", url: path });
      return body;
    },
  };
}

interface Client {
  setDefaultRequest(settings: object): void;
  request(request: { method: "GET"; url: string }): Promise<[{ readonly body: unknown }, unknown]>;
}

/** The SDK keeps its settings for all requests, and one signal ends them all: each request has an SDK of its own. */
function newService({ apiKey, baseUrl }: SendGridConfig, signal: AbortSignal): MailService {
  const service = new MailService();
  service.setApiKey(apiKey);
  // After the key, which sets the address to SendGrid's own. A redirect would turn the POST into a GET, and resolve.
  clientOf(service).setDefaultRequest({ baseUrl, signal, maxRedirects: 0, maxContentLength: 1024 * 1024 });
  return service;
}

/** The types leave it out; `setClient` would need a package of which this SDK alone says which version. */
function clientOf(service: MailService): Client {
  return (service as unknown as { readonly client: Client }).client;
}

function mailData({ delivery, from, to, subject, text, messageId, headers }: Letter, sandbox: boolean) {
  return {
    to: { email: to.email, ...(to.name && { name: to.name }) },
    from: { email: from.email, name: from.name },
    subject,
    content: [{ type: "text/plain", value: text }] as [{ type: string; value: string }],
    headers: { "Message-ID": messageId, ...headers },
    customArgs: { delivery_id: delivery },
    trackingSettings: {
      clickTracking: { enable: false, enableText: false },
      openTracking: { enable: false },
      subscriptionTracking: { enable: false },
    },
    ...(sandbox && { mailSettings: { sandboxMode: { enable: true } } }),
  };
}

function probeLetter(from: Letter["from"]): Letter {
  return {
    delivery: "probe" as Letter["delivery"],
    listedAs: from.email,
    from,
    to: from,
    subject: "Deskbell asks whether mail goes",
    text: "This is never sent.\n",
    messageId: `<probe@${from.email.slice(from.email.lastIndexOf("@") + 1)}>`,
    headers: {},
    date: new Date(0),
  };
}
