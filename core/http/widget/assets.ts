import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Router } from "express";
import { HttpProblem } from "../http-problem.ts";
import { onlyTheseMethods } from "../only-these-methods.ts";

const minutes5 = "public, max-age=300";
const forEver = "public, max-age=31536000, immutable";

/** The widget's files: the loader under its fixed name, the panel under one that changes with its content. */
export function createWidgetAssets(directory: string): Router {
  const router = Router();

  async function read(file: string): Promise<Buffer> {
    try {
      return await readFile(join(directory, file));
    } catch {
      throw new HttpProblem({
        status: 404,
        title: "No such file",
        detail: `There is no widget file ${file}; run npm run build.`,
      });
    }
  }

  router.get("/widget.js", async (_request, response) => {
    const script = await read("widget.js");
    response
      .set({ "Access-Control-Allow-Origin": "*", "Cache-Control": minutes5 })
      .type("text/javascript")
      .send(script);
  });
  router.get("/widget/panel-:version.js", async (request, response, next) => {
    const { version } = request.params;
    if (!/^[\w-]+$/.test(version)) return next();
    const script = await read(`panel-${version}.js`);
    response.set({ "Access-Control-Allow-Origin": "*", "Cache-Control": forEver }).type("text/javascript").send(script);
  });
  return onlyTheseMethods(router);
}
