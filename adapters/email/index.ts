import type { Adapter, InstallAdapter } from "../../core/index.ts";
import { createCallbacks } from "./app.ts";
import { type EmailConfig, readEmailConfig } from "./config.ts";
import { createDeliver } from "./deliver.ts";
import { createEventsRoute } from "./events.ts";
import { examineMailbox, examineSendGrid, examineSmtp, onlyMailbox } from "./examine.ts";
import { createLinks } from "./links.ts";
import { createPlan } from "./plan.ts";
import { adapterName } from "./refs.ts";
import { createResolveRoute } from "./resolve.ts";
import type { Transport } from "./transport.ts";
import { createUnsubscribeRoute } from "./unsubscribe.ts";
import { watchAccount } from "./watch.ts";

/** E-mail: by SendGrid, by a mail server, or into a mailbox on this machine, so that it is always there. */
export const installEmail: InstallAdapter = async (context) => {
  const { env, publicUrl, desk, log, now } = context;
  const config = readEmailConfig(env);
  const { way, from } = config;
  const eventKey = way.kind === "sendgrid" ? way.eventKey : null;
  const { transport, examine } = await openWay(config, context);
  const links = createLinks(context);
  const deliver = createDeliver({ transport, from, tellsOfMail: eventKey !== null, now });
  const watch = transport && watchAccount({ transport, account: way.kind, desk, log });

  return {
    name: adapterName,
    plan: createPlan({ account: way.kind, links, publicUrl }),
    async deliver(delivery, signal) {
      const outcome = await deliver(delivery, signal);
      if (outcome.kind === "refused") watch?.doubt();
      return outcome;
    },
    callbacks: createCallbacks({
      resolve: createResolveRoute({ links, desk, publicUrl, now }),
      unsubscribe: createUnsubscribeRoute(links, desk),
      events: eventKey && createEventsRoute({ desk, key: eventKey, now }),
      log,
    }),
    async run(signal) {
      if (config.insteadOfSmtp)
        log.info({}, "E-mail: both SENDGRID_API_KEY and SMTP_URL are set; mail goes through SendGrid");
      if (way.kind === "mailbox") log.warn({}, `${onlyMailbox.what} ${onlyMailbox.todo}`);
      else log.info({}, `E-mail: goes out from ${from.email} by ${way.kind === "smtp" ? way.host : way.baseUrl}`);
      await watch?.run(signal);
    },
    examine,
  };
};

interface OpenWay {
  readonly transport: Transport | null;
  readonly examine: NonNullable<Adapter["examine"]>;
}

/** Each SDK is loaded only where it is used. */
async function openWay(config: EmailConfig, context: Parameters<InstallAdapter>[0]): Promise<OpenWay> {
  const { way, from } = config;
  switch (way.kind) {
    case "sendgrid": {
      const { createSendGrid } = await import("./sendgrid.ts");
      const sendgrid = createSendGrid(way, from, context.now);
      return { transport: sendgrid, examine: (signal) => examineSendGrid(sendgrid, way, from.email, signal) };
    }
    case "smtp": {
      const { createSmtp } = await import("./smtp.ts");
      const smtp = createSmtp(way, from.email, context.desk);
      return { transport: smtp, examine: (signal) => examineSmtp(way, smtp, signal) };
    }
    case "mailbox":
      return { transport: null, examine: async () => examineMailbox(config) };
  }
}
