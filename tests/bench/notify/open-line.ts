import { connect } from "node:net";

export interface Line {
  send(request: Buffer): void;
  close(): void;
}

/** One connection that is kept alive and whose answers are let pass by, unless they are no 201. */
export async function openLine(port: number): Promise<Line> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.setEncoding("latin1");
  socket.on("data", (answer: string) => {
    if (answer.startsWith("HTTP/1.1 ") && !answer.startsWith("HTTP/1.1 201")) throw new Error(`Not 201:\n${answer}`);
  });
  return { send: (request) => void socket.write(request), close: () => void socket.destroy() };
}
