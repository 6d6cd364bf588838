import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstChatbotId } from "../../../core/main.ts";
import { createBell } from "../../support/bell.ts";
import { eventually, openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";

describe("a visitor's open streams", () => {
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    deskbell = await openDeskbell("embedded", { adapters: [createBell().install] });
  });
  afterAll(() => deskbell.close());

  const openStreams = async () =>
    Number(/^sse_clients (\d+)$/m.exec(await (await fetch(`${deskbell.url}/metrics`)).text())?.[1]);

  it("give a tab that comes while something is said everything since where it was", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    for (let round = 0; round < 10; round++) {
      const said = await Promise.all([
        visitor.says(`round ${round}`),
        ...[0, 3, 6].map(async (ms) => {
          await sleep(ms);
          return visitor.follows(1, (frames) => frames.some((frame) => frame.data.text === `round ${round}`));
        }),
      ]);
      const [, ...tabs] = said;
      for (const frames of tabs as { id: number }[][]) {
        const ids = frames.map((frame) => frame.id);
        expect(ids, `round ${round}`).toEqual(ids.map((_id, index) => index + 2));
      }
    }
  });

  it("are forgotten when the browser went away while it was being let in", async () => {
    await eventually(async () => (await openStreams()) === 0);
    const visitor = await arrive(deskbell.url, firstChatbotId);
    const { pathname, port } = new URL(visitor.conversationUrl);
    for (let each = 0; each < 20; each++) {
      const socket = connect(Number(port), "127.0.0.1");
      socket.on("error", () => {});
      socket.write(
        `GET ${pathname}/stream HTTP/1.1\r\nHost: x\r\nAuthorization: ${visitor.headers.authorization}\r\n\r\n`,
      );
      await sleep(each % 4);
      socket.resetAndDestroy();
    }
    await eventually(async () => (await openStreams()) === 0);
  });

  it("read on from the present end when they claim to be further than the conversation ever came", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    const following = visitor.follows(999_999, (frames) => frames.length > 0);
    await eventually(async () => (await openStreams()) > 0);
    await sleep(100);
    await visitor.says("Are you there?");
    expect((await following)[0]?.data.text).toBe("Are you there?");
  });

  it("are at most ten for a conversation: the oldest makes room", async () => {
    await eventually(async () => (await openStreams()) === 0);
    const visitor = await arrive(deskbell.url, firstChatbotId);
    const cut = new AbortController();
    const tabs = await Promise.all(
      Array.from({ length: 14 }, () =>
        fetch(`${visitor.conversationUrl}/stream`, { headers: visitor.headers, signal: cut.signal }),
      ),
    );
    expect(tabs.every((tab) => tab.status === 200)).toBe(true);
    await eventually(async () => (await openStreams()) === 10);
    cut.abort();
  });

  it("take the same id in other letters as the same message, and not for another one", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    const id = "0d9a3f6e-6c1b-4a51-9f0e-3f6a8e1d2c4b";
    expect((await visitor.says("one", id)).status).toBe(201);
    expect((await visitor.says("one", id.toUpperCase())).status).toBe(200);
    expect((await visitor.says("two", id)).status).toBe(422);
  });
});
