import type { Finding } from "../adapter.ts";

/** Whether browsers and platforms that go to PUBLIC_URL find Deskbell there; `running`: it should be there now. */
export async function examinePublicUrl(publicUrl: string, running: boolean): Promise<Finding> {
  if (!running) {
    return {
      level: "warning",
      what: "Deskbell is not running here, so PUBLIC_URL could not be tried.",
      todo: "Start it with `npm start`, and ask the doctor again.",
    };
  }
  const found = await answerOf(`${publicUrl}/healthz`);
  if (found === "deskbell") return { level: "ok", what: `PUBLIC_URL (${publicUrl}) leads to Deskbell.` };
  return {
    level: "broken",
    what: `PUBLIC_URL (${publicUrl}) ${found === "nothing" ? "does not answer from here" : "leads to something that is not Deskbell"}.`,
    todo: "Set PUBLIC_URL to the address under which browsers reach Deskbell, and let the reverse proxy pass everything on to PORT.",
  };
}

/** Whether Deskbell itself answers on this machine. */
export async function isRunning(port: number): Promise<boolean> {
  return (await answerOf(`http://127.0.0.1:${port}/healthz`)) === "deskbell";
}

async function answerOf(url: string): Promise<"deskbell" | "something" | "nothing"> {
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
    return answer.status === 200 && answer.headers.has("x-deskbell") ? "deskbell" : "something";
  } catch {
    return "nothing";
  }
}
