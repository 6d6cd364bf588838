import { parseArgs } from "node:util";
import { keysOf, readAppSecret } from "./app-secret.ts";
import { type Config, readConfig } from "./config.ts";
import { scopes as allScopes, type Scope } from "./domain/api-key.ts";
import { createOperatorTokens } from "./operator-token.ts";

const usage = `npm run api-key -- [--chatbot <id or name>] [--name <text>] [--scopes a,b] [--url http://127.0.0.1:3000]

Makes an API key, by asking the Deskbell that runs with this DATA_DIR or APP_SECRET.
Without --chatbot it is for the first one; without --scopes it may do everything:
${allScopes.join(", ")}`;

/** `npm run api-key`: the first key, for whoever can read the server's secret. */
async function main(): Promise<void> {
  const wanted = readWanted(process.argv.slice(2));
  const config = readEnvironment();
  const url = wanted.url ?? `http://127.0.0.1:${config.port}`;
  const token = createOperatorTokens(await operatorKey(config)).make("make an API key", new Date());
  const { chatbot, name, scopes } = wanted;
  const made = await ask(url, token, { name, scopes, ...(chatbot !== undefined && { chatbot }) });
  console.log(
    [
      "",
      `  ${made.key}`,
      "",
      `  “${made.name}”, for chatbot ${made.chatbot_id}: ${made.scopes.join(", ")}`,
      "  It is shown only now. Send it as Authorization: Bearer …; what there is to ask for:",
      `  ${url}/api/v1/openapi.json`,
      "",
    ].join("\n"),
  );
}

function readWanted(args: readonly string[]) {
  try {
    const text = { type: "string" } as const;
    const options = { chatbot: text, name: text, scopes: text, url: text, help: { type: "boolean" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) stop(usage, 0);
    const scopes = values.scopes?.split(",").map((scope) => scope.trim()) ?? [...allScopes];
    const unknown = scopes.filter((scope) => !allScopes.some((each) => each === scope));
    if (unknown.length > 0) stop(`There is no scope ${unknown.join(", ")}. Those there are: ${allScopes.join(", ")}.`);
    if (values.url !== undefined && !URL.canParse(values.url)) stop(`--url: ${values.url} is not an address.`);
    return { ...values, name: values.name ?? "made by npm run api-key", scopes: scopes as Scope[] };
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function readEnvironment(): Config {
  const read = readConfig(process.env);
  if ("config" in read) return read.config;
  return stop(`The environment is not as Deskbell needs it:\n${read.problems.map((each) => `  - ${each}`).join("\n")}`);
}

async function operatorKey({ appSecret, dataDir }: Config): Promise<Buffer> {
  const secret = appSecret ?? (await readAppSecret(dataDir));
  if (secret !== null) return keysOf(secret)("operator");
  return stop(
    `There is no secret in ${dataDir}: Deskbell was never started there. Start it with npm start, and run this beside it, in the same directory and with the same DATA_DIR; or set the APP_SECRET that it runs with.`,
  );
}

interface Made {
  readonly key: string;
  readonly name: string;
  readonly chatbot_id: string;
  readonly scopes: readonly string[];
}

async function ask(url: string, token: string, body: object): Promise<Made> {
  const response = await fetch(`${url.replace(/\/$/, "")}/api/v1/api-keys`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  }).catch(() => null);
  if (!response) {
    return stop(
      `No Deskbell answers at ${url}. Start it with npm start and leave it running, then run this again; if it listens elsewhere, say so with --url or PORT.`,
    );
  }
  const text = await response.text();
  if (response.status === 201) return JSON.parse(text) as Made;
  if (response.status === 401) {
    return stop(
      `The Deskbell at ${url} runs with another secret. Run this with the DATA_DIR or APP_SECRET that it runs with, on a machine whose clock is right.`,
    );
  }
  return stop(`The Deskbell at ${url} made no key (HTTP ${response.status}). ${detailOf(text)}`);
}

function detailOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === "string" ? detail : "";
  } catch {
    return "What answers there may not be Deskbell.";
  }
}

function stop(why: string, code = 1): never {
  console.error(why);
  process.exit(code);
}

await main();
