import { connect } from "node:net";

export interface Line {
  send(request: Buffer): void;
  /** Rejects with the first answer that is no 201. */
  readonly refused: Promise<never>;
  close(): void;
}

/** One connection that is kept alive and whose answers are let pass by, unless they are no 201. */
export async function openLine(name: string, port: number): Promise<Line> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.setEncoding("latin1");
  const refused = new Promise<never>((_, reject) => {
    socket.on("data", (answer: string) => {
      if (answer.startsWith("HTTP/1.1 ") && !answer.startsWith("HTTP/1.1 201"))
        reject(new Error(`${name}, not 201:\n${answer}`));
    });
  });
  refused.catch(() => {});
  return { send: (request) => void socket.write(request), refused, close: () => void socket.destroy() };
}
