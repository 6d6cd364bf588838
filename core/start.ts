import { ConfigurationError, firstChatbotId, startDeskbell } from "./main.ts";

/** Closing waits for what is under way, which ends only when the database says so. */
const stopsWithinMs = 13_000;

/** `npm start`: Deskbell on its own, configured by the environment. */
async function start(): Promise<void> {
  const deskbell = await startDeskbell();
  let stoppingSince: number | null = null;
  const stop = async () => {
    // npm passes on the signal that the terminal sent to everybody: only a later one means "now".
    if (stoppingSince !== null && performance.now() - stoppingSince > 1_000) process.exit(1);
    if (stoppingSince !== null) return;
    stoppingSince = performance.now();
    setTimeout(() => {
      console.error(
        `Deskbell did not stop within ${stopsWithinMs / 1_000} s and ends now: nothing acknowledged is lost by that.`,
      );
      process.exit(1);
    }, stopsWithinMs);
    await deskbell.stop();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);

  const { publicUrl, surfaces, database } = deskbell;
  const [chatbot] = await deskbell.chatbots();
  const id = chatbot?.id ?? firstChatbotId;
  const hasChannel = surfaces.some((surface) => surface !== "email");
  console.log(
    [
      "",
      `  Deskbell is ready at ${publicUrl}`,
      `  Data: ${database === "embedded" ? "embedded PostgreSQL in DATA_DIR" : "the server of DATABASE_URL"}`,
      `  Surfaces: ${surfaces.join(", ")}${hasChannel ? "" : "; no channel yet: set SLACK_BOT_TOKEN or TEAMS_APP_ID (see README.md)"}`,
      "",
      `  Put this on your site to show ${chatbot?.name ?? "the first chatbot"}:`,
      `  <script async src="${publicUrl}/widget.js" data-chatbot="${id}"></script>`,
      "",
    ].join("\n"),
  );

  const error = await deskbell.failed;
  console.error(`The embedded database stopped: ${error.message}\nStart Deskbell again; nothing acknowledged is lost.`);
  process.exit(1);
}

/** What happened and to which thing; a stack trace helps only with bugs, and LOG_LEVEL=debug shows it. */
function explain(error: unknown): string {
  if (error instanceof ConfigurationError || !(error instanceof Error))
    return String(error instanceof Error ? error.message : error);
  if (process.env.LOG_LEVEL === "debug") return error.stack ?? error.message;
  // Says itself where to look.
  if (/\b(DATA_DIR|DATABASE_URL)\b/.test(error.message)) return `Deskbell cannot start:\n  - ${error.message}`;
  const where = process.env.DATABASE_URL ? "DATABASE_URL" : "DATA_DIR";
  return `Deskbell cannot start:\n  - ${error.message}\n    (Look at ${where} first; LOG_LEVEL=debug shows where it happened.)`;
}

start().catch((error) => {
  console.error(explain(error));
  process.exit(1);
});
