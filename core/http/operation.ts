import { Router } from "express";
import type { Registry } from "prom-client";
import { onlyTheseMethods } from "./only-these-methods.ts";

export interface OperationParts {
  /** What keeps this instance from working, in plain words; empty when it is ready. */
  readonly troubles: () => Promise<readonly string[]>;
  readonly metrics: Registry;
}

/** For whoever runs it: alive, ready, and in figures. */
export function createOperationRoutes({ troubles, metrics }: OperationParts): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    // So that the doctor knows it from whatever else may answer here.
    response.setHeader("X-Deskbell", "1").type("text/plain").send("ok\n");
  });
  router.get("/readyz", async (_request, response) => {
    const found = await troubles();
    response
      .status(found.length === 0 ? 200 : 503)
      .type("text/plain")
      .send(found.length === 0 ? "ready\n" : `${found.join("\n")}\n`);
  });
  router.get("/metrics", async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.metrics());
  });
  return onlyTheseMethods(router);
}
