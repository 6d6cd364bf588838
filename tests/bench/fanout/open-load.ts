import { connect, type Socket } from "node:net";

export interface Answered {
  readonly status: number;
  /** Since it was due, so that a server that falls behind does not slow down who asks. */
  readonly ms: number;
}

/** Asks at a steady rate, whether or not what was asked before has been answered, over as many connections as that takes. */
export async function openLoad(
  port: number,
  perSecond: number,
  requests: readonly Buffer[],
): Promise<readonly Promise<Answered>[]> {
  const idle: Line[] = [];
  const all: Line[] = [];
  const began = performance.now();
  const asked: Promise<Answered>[] = [];

  function ask(request: Buffer, due: number): Promise<Answered> {
    const line = idle.pop() ?? openLine(port);
    if (!all.includes(line)) all.push(line);
    return line.ask(request).then((status) => {
      idle.push(line);
      return { status, ms: performance.now() - due };
    });
  }

  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const now = performance.now();
      while (asked.length < requests.length) {
        const due = began + (asked.length * 1_000) / perSecond;
        const request = requests[asked.length];
        if (due > now || !request) return;
        asked.push(ask(request, due));
      }
      clearInterval(timer);
      resolve();
    }, 2);
  });
  Promise.allSettled(asked).then(() => {
    for (const line of all) line.close();
  });
  return asked;
}

interface Line {
  ask(request: Buffer): Promise<number>;
  close(): void;
}

/** One connection, for one request after the other; 0 is the status of what was never answered. */
function openLine(port: number): Line {
  const socket: Socket = connect({ host: "127.0.0.1", port, noDelay: true });
  let text = "";
  let settle: ((status: number) => void) | undefined;
  socket.setEncoding("latin1");
  socket.on("error", () => {});
  socket.on("close", () => settle?.(0));
  socket.on("data", (part: string) => {
    text += part;
    const head = text.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0);
    if (text.length < head + 4 + length) return;
    const status = Number(text.slice(9, 12));
    text = "";
    settle?.(status);
  });
  return {
    ask: (request) =>
      new Promise((resolve) => {
        settle = resolve;
        if (socket.destroyed) return resolve(0);
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}
