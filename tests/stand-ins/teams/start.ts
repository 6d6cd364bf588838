import { parseArgs } from "node:util";
import { startStandInTeams } from "./stand-in-teams.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    journal: { type: "string" },
    callbacks: { type: "string" },
    "app-id": { type: "string" },
    "app-password": { type: "string" },
    "tenant-id": { type: "string" },
    channel: { type: "string", multiple: true },
    "hears-everything": { type: "boolean" },
    "rate-limits": { type: "boolean" },
  },
});

const teams = await startStandInTeams({
  ...(values.port !== undefined && { port: Number(values.port) }),
  ...(values.journal !== undefined && { journal: values.journal }),
  ...(values.callbacks !== undefined && { callbacksUrl: values.callbacks }),
  ...(values["app-id"] !== undefined && { appId: values["app-id"] }),
  ...(values["app-password"] !== undefined && { appPassword: values["app-password"] }),
  ...(values["tenant-id"] !== undefined && { tenantId: values["tenant-id"] }),
  ...(values["hears-everything"] && { hearsEverything: true }),
  ...(values["rate-limits"] && { rateLimits: true }),
});
for (const name of values.channel ?? []) teams.createChannel({ name });

const { url, cloud, appId, appPassword, tenantId } = teams;
console.log(JSON.stringify({ url, cloud, appId, appPassword, tenantId, channels: teams.channels() }));

// A harness that forked it and was killed leaves no stand-in behind.
process.once("disconnect", () => void teams.stop());
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void teams.stop());
