import { readConfig } from "../../../core/config.ts";
import { ConfigurationError } from "../../../core/main.ts";
import { startDemo } from "./start-demo.ts";

/** `npm run demo`: everything in one page, with no account anywhere. */
async function start(): Promise<void> {
  const { PORT } = process.env;
  const read = readConfig({ PORT });
  if ("problems" in read) throw new ConfigurationError(read.problems);
  const starting = startDemo({
    ...(PORT && { port: read.config.port }),
    pagePort: 3001,
    log: { info() {}, warn() {}, error: (_fields, message) => console.error(`  ${message}`) },
  });

  // Also while it starts. Ctrl-C comes twice under npm, which passes on what the terminal has sent to everybody.
  const stop = () => void starting.then((demo) => demo.stop()).then(() => process.exit(0));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);

  const demo = await starting;
  const steps = demo.panes.flatMap((pane) => pane.steps);
  console.log(
    [
      "",
      `  Deskbell demo: open  ${demo.url}`,
      "",
      ...steps.map(({ todo }, index) => `    ${index + 1}. ${todo}`),
      "",
      "  Everything runs here and is gone when you press Ctrl-C.",
      "",
    ].join("\n"),
  );

  const error = await demo.failed;
  console.error(`  The demo's database stopped: ${error.message}`);
  await demo.stop();
  process.exit(1);
}

start().catch((error) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
});
