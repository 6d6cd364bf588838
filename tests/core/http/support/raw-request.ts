import { connect } from "node:net";

/** Bytes as they are, past every client that would tidy them up; what came back until the end. */
export function rawRequest(url: string, bytes: string | Buffer, withinMs = 5_000): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname);
    let text = "";
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`No end within ${withinMs} ms; so far: ${text.slice(0, 200)}`));
    }, withinMs);
    socket.setEncoding("utf8");
    socket.on("data", (part) => {
      text += part;
    });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(text);
    });
    // A server that refuses may reset what is still being sent.
    socket.on("error", () => {});
    socket.write(bytes);
  });
}
