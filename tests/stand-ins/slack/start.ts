import { parseArgs } from "node:util";
import { startStandInSlack } from "./stand-in-slack.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    journal: { type: "string" },
    callbacks: { type: "string" },
    "signing-secret": { type: "string" },
    "bot-token": { type: "string" },
    "app-token": { type: "string" },
    channel: { type: "string", multiple: true },
    "no-events": { type: "boolean" },
  },
});

const slack = await startStandInSlack({
  ...(values.port !== undefined && { port: Number(values.port) }),
  ...(values.journal !== undefined && { journal: values.journal }),
  ...(values.callbacks !== undefined && { callbacksUrl: values.callbacks }),
  ...(values["signing-secret"] !== undefined && { signingSecret: values["signing-secret"] }),
  ...(values["bot-token"] !== undefined && { botToken: values["bot-token"] }),
  ...(values["app-token"] !== undefined && { appToken: values["app-token"] }),
  ...(values["no-events"] && { events: false }),
});
for (const given of values.channel ?? []) {
  const [id = given, name = given.toLowerCase()] = given.split(":");
  slack.createChannel({ id, name });
}

const { url, apiUrl, signingSecret, botToken, appToken } = slack;
console.log(JSON.stringify({ url, apiUrl, signingSecret, botToken, appToken }));

// A harness that forked it and was killed leaves no stand-in behind.
process.once("disconnect", () => void slack.stop());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void slack.stop());
