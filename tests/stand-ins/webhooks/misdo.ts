import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { answerInstead, answerWell } from "../answer.ts";
import type { Misdeed as SharedMisdeed } from "../misbehaviour.ts";
import type { Misdeed } from "./misbehaviour.ts";
import { receiverWords } from "./wording.ts";

type Done = { readonly status: number | null };

/** Does what a misdeed does instead of accepting; one that accepts and spoils only the answer is handed back. */
export function misdo(response: ServerResponse, misdeed: Misdeed): Done | { readonly spoil: SharedMisdeed } {
  switch (misdeed.how) {
    case "answer": {
      const { status, body = "", headers = {} } = misdeed;
      return { status: answerWell(response, { status, body, headers: { "content-type": "text/plain", ...headers } }) };
    }
    case "redirect": {
      const { location = "/elsewhere", status = 302 } = misdeed;
      return { status: answerWell(response, { status, body: "", headers: { location } }) };
    }
    case "switch_protocols":
      return raw(
        response,
        "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: smtp\r\n\r\n220 hello\r\n",
      );
    case "garbage":
      return raw(response, "220 mail.example.com ESMTP ready\r\n");
    case "endless_headers":
      raw(response, "HTTP/1.1 200 OK\r\n");
      return drip(response, () => response.socket?.write("x-slow: loris\r\n"));
    case "huge_headers":
      return raw(response, `HTTP/1.1 200 OK\r\nx-huge: ${"a".repeat(64 * 1024)}\r\n\r\n`);
    case "dripping_body":
      response.writeHead(misdeed.status ?? 200, { "content-type": "text/plain" });
      response.write("one moment");
      drip(response, () => response.write("."));
      return { status: misdeed.status ?? 200 };
    case "huge_body":
      return pour(response, misdeed.status ?? 200);
    case "gzip_bomb":
      response.writeHead(misdeed.status ?? 200, { "content-type": "text/plain", "content-encoding": "gzip" });
      response.end(gzipSync(Buffer.alloc(10_000_000)));
      return { status: misdeed.status ?? 200 };
    case "reset_before_reading":
      response.socket?.resetAndDestroy();
      return { status: null };
    default:
      return answerInstead(response, misdeed, receiverWords) ?? { spoil: misdeed };
  }
}

function raw(response: ServerResponse, text: string): { status: null } {
  response.socket?.write(text);
  return { status: null };
}

function drip(response: ServerResponse, drop: () => void): { status: null } {
  const timer = setInterval(drop, 50).unref();
  response.socket?.once("close", () => clearInterval(timer));
  return { status: null };
}

/** As much as is taken, and 100 MB at most. */
function pour(response: ServerResponse, status: number): { status: number } {
  const part = "a".repeat(64 * 1024);
  let left = 1600;
  response.writeHead(status, { "content-type": "text/plain" });
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(part)) return response.once("drain", more);
    }
    return response.end();
  };
  more();
  return { status };
}
