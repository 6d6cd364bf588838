import type { Router } from "express";
import { HttpProblem } from "./http-problem.ts";

/** Last of a router: whoever comes with another method to an address that it knows is told which there are. */
export function onlyTheseMethods(router: Router): Router {
  const methods = new Map<string, Set<string>>();
  for (const { route } of router.stack) {
    const known = route && (methods.get(route.path) ?? new Set());
    if (known) methods.set(route.path, known);
    for (const { method } of route?.stack ?? []) known?.add(method.toUpperCase());
  }
  for (const [path, known] of methods) {
    // Express answers HEAD wherever it answers GET.
    if (known.has("GET")) known.add("HEAD");
    const allowed = [...known].join(", ");
    router.all(path, (request, response, next) => {
      if (known.has(request.method)) return next();
      response.setHeader("Allow", allowed);
      throw new HttpProblem({
        status: 405,
        title: "Not this method",
        detail: `${request.method} does nothing here; this address takes ${allowed}.`,
      });
    });
  }
  return router;
}
