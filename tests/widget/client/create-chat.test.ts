import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Chat, createChat } from "../../../widget/client/create-chat.ts";
import { createShelf } from "../../../widget/client/create-shelf.ts";
import { makeId } from "../../../widget/client/make-id.ts";
import { aChatbot, type ProtocolServer, startProtocolServer } from "../support/protocol-server.ts";

describe("the client without a page", () => {
  let server: ProtocolServer;
  const chats: Chat[] = [];
  beforeEach(async () => {
    server = await startProtocolServer();
  });
  afterEach(async () => {
    for (const chat of chats.splice(0)) chat.stop();
    await server.close();
  });

  it("takes a silent line for dead, and gets what it missed over a new one", async () => {
    const chat = startChat({ silenceMs: 150 });
    chat.setOpen(true);
    await expect.poll(() => streams()).toBe(1);
    await expect.poll(() => asked("/stream")).toBeGreaterThan(2);
    server.conversation().say({ author: "agent", name: "Ana", text: "still here?" });
    await expect.poll(() => chat.state().messages.map(({ text }) => text)).toEqual(["still here?"]);
  });

  it("hangs up when nobody looks for a while, and calls again when somebody does", async () => {
    const chat = startChat({ hiddenMs: 50 });
    chat.setOpen(true);
    await expect.poll(() => streams()).toBe(1);
    chat.setHidden(true);
    await expect.poll(() => streams()).toBe(0);
    chat.setHidden(false);
    await expect.poll(() => streams()).toBe(1);
  });

  it("stays on the line while a human is asked for, even unseen and closed", async () => {
    const chat = startChat({ hiddenMs: 50 });
    chat.setOpen(true);
    chat.askForHuman("inline_cta");
    await expect.poll(() => chat.state().status.state).toBe("open");
    chat.setHidden(true);
    chat.setOpen(false);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(streams()).toBe(1);
    server.conversation().setStatus({ state: "resolved", resolved_by: "Ana" });
    await expect.poll(() => streams()).toBe(0);
  });

  it("lets one conversation grow from two tabs that start at once", async () => {
    const memory = new Map<string, string>();
    const first = startChat({}, memory);
    const second = startChat({}, memory);
    first.send("from the first");
    second.send("from the second");
    first.setOpen(true);
    second.setOpen(true);
    const texts = (chat: Chat) =>
      chat
        .state()
        .messages.filter(({ author }) => author === "visitor")
        .map(({ text }) => text)
        .sort();
    await expect.poll(() => texts(first)).toEqual(["from the first", "from the second"]);
    await expect.poll(() => texts(second)).toEqual(["from the first", "from the second"]);
  });

  it("sends in the order of writing, through any number of failures", async () => {
    let calls = 0;
    server.fault = ({ path }) =>
      path.endsWith("/messages")
        ? (([null, "reset", { status: 503 }, "reset_after"] as const)[calls++ % 4] ?? null)
        : null;
    const chat = startChat({});
    chat.setOpen(true);
    const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`);
    for (const text of texts) chat.send(text);
    await expect.poll(() => server.accepted, { timeout: 10_000 }).toEqual(texts);
    await expect.poll(() => chat.state().outgoing).toEqual([]);
    await expect.poll(() => chat.state().messages.length).toBe(24);
    expect(chat.state().messages.map(({ seq }) => seq)).toEqual(
      server
        .conversation()
        .snapshot()
        .messages.map(({ seq }) => seq),
    );
  });

  it("makes ids that the server takes for UUIDs, each of them new", () => {
    const ids = Array.from({ length: 200 }, makeId);
    expect(new Set(ids).size).toBe(200);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  function startChat(timing: object, memory = new Map<string, string>()): Chat {
    const storage = {
      getItem: (name: string) => memory.get(name) ?? null,
      setItem: (name: string, value: string) => memory.set(name, value),
      removeItem: (name: string) => memory.delete(name),
    } as unknown as Storage;
    const chat = createChat({
      endpoint: server.url,
      chatbot: aChatbot.id,
      shelf: createShelf("", () => storage),
      introduce: () => ({}),
      onChange() {},
      timing: { firstRetryMs: 10, ...timing },
    });
    chats.push(chat);
    chat.start();
    return chat;
  }

  const streams = () => server.conversations.reduce((count, { streams }) => count + streams.size, 0);
  const asked = (end: string) => server.requests.filter((request) => request.endsWith(end)).length;
});
