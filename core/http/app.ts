import express, { type Express } from "express";
import helmet from "helmet";
import type { Adapter, Log } from "../adapter.ts";
import { adapterCallbacks } from "./adapter-callbacks.ts";
import { type ApiParts, createApiRoutes } from "./api/routes.ts";
import { createMailboxPage, type ReadMailbox } from "./dev/mailbox.ts";
import { createErrorHandler, notFound } from "./error-handler.ts";
import { createOperationRoutes, type OperationParts } from "./operation.ts";
import { createWidgetAssets } from "./widget/assets.ts";
import { createWidgetRoutes, type WidgetParts } from "./widget/routes.ts";

export interface AppParts {
  readonly adapters: readonly Adapter[];
  readonly widget: WidgetParts;
  readonly widgetDirectory: string;
  readonly api: ApiParts;
  readonly operation: OperationParts;
  /** null: nobody may read the mail that goes nowhere. */
  readonly mailbox: ReadMailbox | null;
  readonly trustProxy: number;
  readonly log: Log;
}

/**
 * The route table of the whole system. No body is read before its own route does: signatures are over raw bytes.
 *
 *   /adapters/<name>/…   what platforms call back     signed, checked by the adapter
 *   /widget.js, /widget/panel-….js                    public
 *   /widget/v1/…         visitors' browsers           origin and visitor's token
 *   /api/v1/…            programs                     an API key and its scopes
 *   /dev/mailbox         whoever tries it out          only where it was opened (the demo)
 *   /healthz /readyz /metrics                         for whoever runs it
 *   /operator/findings   the doctor                   whoever can read the server's secret
 */
export function createApp(parts: AppParts): Express {
  const { adapters, widget, widgetDirectory, api, operation, mailbox, trustProxy, log } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", trustProxy);
  app.set("query parser", "simple");
  for (const { name, callbacks } of adapters) if (callbacks) app.use(`/adapters/${name}`, adapterCallbacks(callbacks));
  app.use(helmet({ crossOriginResourcePolicy: { policy: "cross-origin" } }));
  app.use(createOperationRoutes(operation));
  app.use(createWidgetAssets(widgetDirectory));
  app.use("/widget/v1", createWidgetRoutes(widget));
  if (mailbox) app.use("/dev/mailbox", createMailboxPage(mailbox));
  app.use("/api/v1", createApiRoutes(api));
  app.use(notFound);
  app.use(createErrorHandler(log));
  return app;
}
