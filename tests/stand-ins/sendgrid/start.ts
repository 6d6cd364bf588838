import { parseArgs } from "node:util";
import { startStandInSendGrid } from "./stand-in-sendgrid.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    journal: { type: "string" },
    events: { type: "string" },
    "no-automatic-events": { type: "boolean" },
    "api-key": { type: "string" },
    "signing-key": { type: "string" },
    sender: { type: "string", multiple: true },
  },
});

const sendgrid = await startStandInSendGrid({
  ...(values.port !== undefined && { port: Number(values.port) }),
  ...(values.journal !== undefined && { journal: values.journal }),
  ...(values.events !== undefined && { eventsUrl: values.events }),
  ...(values["no-automatic-events"] && { automaticEvents: false }),
  ...(values["api-key"] !== undefined && { apiKey: values["api-key"] }),
  ...(values["signing-key"] !== undefined && { signingKey: values["signing-key"] }),
  ...(values.sender !== undefined && { verifiedSenders: values.sender }),
});

const { url, apiKey, publicKey, signingKey } = sendgrid;
console.log(JSON.stringify({ url, apiKey, publicKey, signingKey }));

// A harness that forked it and was killed leaves no stand-in behind.
process.once("disconnect", () => void sendgrid.stop());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sendgrid.stop());
