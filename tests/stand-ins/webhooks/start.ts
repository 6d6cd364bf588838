import { parseArgs } from "node:util";
import { startStandInReceiver } from "./stand-in-receiver.ts";

const { values } = parseArgs({
  options: { port: { type: "string" }, journal: { type: "string" }, secret: { type: "string" } },
});

const receiver = await startStandInReceiver({
  ...(values.port !== undefined && { port: Number(values.port) }),
  ...(values.journal !== undefined && { journal: values.journal }),
  ...(values.secret !== undefined && { secret: values.secret }),
});

console.log(JSON.stringify({ url: receiver.url, hookUrl: receiver.hookUrl }));

// A harness that forked it and was killed leaves no stand-in behind.
process.once("disconnect", () => void receiver.stop());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void receiver.stop());
