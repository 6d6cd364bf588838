import { serveFiles } from "../../page/serve-files.ts";

export const servePage = serveFiles({}, ["default-src 'none'"]);
