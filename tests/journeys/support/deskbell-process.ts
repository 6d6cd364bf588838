import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** Deskbell as a process of its own, started again and again at the same port and on the same data. */
export async function deskbellProcess(script: string, env: Readonly<Record<string, string>>) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const said: string[] = [];

  async function start(): Promise<void> {
    const own = { PATH: process.env.PATH ?? "", NODE_ENV: "production", LOG_LEVEL: "warn", PORT: String(port), ...env };
    const started = spawn(process.execPath, [script], { env: own, stdio: ["ignore", "pipe", "pipe"] });
    child = started;
    let complaints = "";
    started.stderr.on("data", (chunk) => {
      complaints += chunk;
    });
    const lines = createInterface({ input: started.stdout });
    await new Promise<void>((resolve, reject) => {
      lines.on("line", (line) => {
        said.push(line);
        if (line.includes("Deskbell is ready")) resolve();
      });
      started.once("exit", (code, signal) => reject(new Error(`Deskbell ended (${code ?? signal}): ${complaints}`)));
    });
  }

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const over = once(child, "exit");
    child.kill(signal);
    await over;
  }

  return {
    url,
    /** Every line it printed, over all its lives. */
    said,
    /** Resolves when it says that it is ready. */
    start,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
