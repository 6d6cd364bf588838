import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firstChatbotId } from "../../core/main.ts";
import { homes } from "../support/database.ts";
import { openDeskbell } from "../support/deskbell.ts";
import { arrive } from "../support/visitor.ts";

describe.each(homes)("a visitor on the %s database", (home) => {
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    deskbell = await openDeskbell(home);
  });
  afterAll(() => deskbell.close());

  it("chats with the assistant, asks for a human, and reads it all again on coming back", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    const said = await visitor.says("Where is my parcel?");
    expect(said.status).toBe(201);
    const frames = await visitor.follows(visitor.session.conversation.seq, (all) =>
      all.some((frame) => frame.data.author === "assistant"),
    );
    expect(frames.map((frame) => frame.id)).toEqual([2, 3]);
    const asked = await visitor.asksForHuman();
    expect(asked).toMatchObject({ status: 201, body: { status: { state: "open", episode: 1 } } });
    expect((await visitor.asksForHuman()).status).toBe(200);
    const back = await visitor.comesBack();
    expect(back.token).toBeNull();
    expect(back.conversation.messages.map((message) => message.author)).toEqual(["visitor", "assistant"]);
    expect(back.conversation.status.state).toBe("open");
  });

  it("sends a message twice and is heard once", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    const id = "0d9a3f6e-6c1b-4a51-9f0e-3f6a8e1d2c4b";
    const first = await visitor.says("Hello", id);
    const second = await visitor.says("Hello", id);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.message.seq).toBe(first.body.message.seq);
  });
});
