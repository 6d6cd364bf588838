import { Router } from "express";
import type { Registry } from "prom-client";
import type { Finding } from "../adapter.ts";
import { HttpProblem } from "./http-problem.ts";
import { onlyTheseMethods } from "./only-these-methods.ts";

export interface OperationParts {
  /** What keeps this instance from working, in plain words; empty when it is ready. */
  readonly troubles: () => Promise<readonly string[]>;
  readonly metrics: Registry;
  /** What the doctor finds. Only for whoever can read the server's secret: it names channels and addresses. */
  readonly examine: () => Promise<readonly Finding[]>;
  readonly isOperator: (token: string) => boolean;
}

/** For whoever runs it: alive, ready, and in figures. */
export function createOperationRoutes({ troubles, metrics, examine, isOperator }: OperationParts): Router {
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
  router.get("/operator/findings", async (request, response) => {
    const [, token = ""] = /^bearer +(\S{1,200})$/i.exec(request.get("authorization") ?? "") ?? [];
    if (!isOperator(token)) {
      throw new HttpProblem({
        status: 401,
        title: "Not for everybody",
        detail: "npm run doctor asks this, with what it reads of the server's own secret.",
      });
    }
    response.set("Cache-Control", "no-store").json(await examine());
  });
  return onlyTheseMethods(router);
}
