import type { ServerResponse } from "node:http";

export type Misdeed =
  | { readonly how: "status"; readonly status: number; readonly body?: string }
  | { readonly how: "html" | "garbage" | "hang" | "reset" | "cut" | "huge" | "endless" }
  | { readonly how: "redirect"; readonly to: string }
  /** A good answer, but late. */
  | { readonly how: "slow"; readonly ms: number };

/** "on": the good answer may follow. */
export async function misdo(misdeed: Misdeed, response: ServerResponse): Promise<"answered" | "on"> {
  switch (misdeed.how) {
    case "slow":
      await new Promise((resolve) => setTimeout(resolve, misdeed.ms).unref());
      return "on";
    case "status":
      response.writeHead(misdeed.status).end(misdeed.body ?? "");
      break;
    case "html":
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Bad gateway</title>");
      break;
    case "garbage":
      response.writeHead(200, { "content-type": "application/json" }).end('{"reply": "Hel');
      break;
    case "redirect":
      response.writeHead(307, { location: misdeed.to }).end();
      break;
    case "huge":
      response.writeHead(200).end(JSON.stringify({ reply: "x".repeat(300 * 1024) }));
      break;
    case "cut":
      response.writeHead(200, { "content-length": "1000" }).write('{"reply": "Hel');
      setTimeout(() => response.destroy(), 20).unref();
      break;
    case "endless":
      endless(response);
      break;
    case "reset":
      response.socket?.resetAndDestroy();
      break;
    case "hang":
      break;
  }
  return "answered";
}

function endless(response: ServerResponse): void {
  response.writeHead(200);
  const drip = setInterval(() => response.write(" "), 10).unref();
  response.once("close", () => clearInterval(drip));
}
