import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InstallAdapter } from "../../../core/index.ts";
import { firstChatbotId } from "../../../core/main.ts";
import { startStandInAssistant } from "../../stand-ins/assistant/stand-in-assistant.ts";
import { homes } from "../../support/database.ts";
import { eventually, openDeskbell } from "../../support/deskbell.ts";
import { arrive } from "../../support/visitor.ts";

/** Tells everything it is asked to tell, by the words of the event and its episode. */
function createTape() {
  const heard: string[] = [];
  const install: InstallAdapter = async () => ({
    name: "tape",
    plan: () => [{ destination: { account: "room", address: "tape" }, effect: "message" }],
    async deliver({ event }) {
      heard.push(`${event.type} ${"episode" in event ? event.episode : ""}`.trim());
      return { kind: "delivered" };
    },
  });
  return { install, heard };
}

describe.each(homes)("the assistant's answer on the %s database", (home) => {
  const tape = createTape();
  let assistant: Awaited<ReturnType<typeof startStandInAssistant>>;
  let deskbell: Awaited<ReturnType<typeof openDeskbell>>;
  beforeAll(async () => {
    assistant = await startStandInAssistant();
    deskbell = await openDeskbell(home, {
      adapters: [tape.install],
      env: { ASSISTANT_URL: assistant.assistantUrl },
    });
  });
  afterAll(async () => {
    await deskbell.close();
    await assistant.close();
  });

  it("comes before the episode that it asks for: agents are told of the escalation first, and read it there", async () => {
    const visitor = await arrive(deskbell.url, firstChatbotId);
    assistant.replyWith({ reply: "One moment, I am calling somebody.", escalate: { reason: "too hard for me" } });
    await visitor.says("My parcel is on fire");
    const frames = await visitor.follows(1, (all) => all.length === 3);
    expect(frames.map(({ id, event }) => [id, event])).toEqual([
      [2, "message"],
      [3, "message"],
      [4, "status"],
    ]);
    await eventually(() => tape.heard.length > 1);
    expect(tape.heard).toEqual(["conversation.started 0", "conversation.escalated 1"]);
    assistant.replyWith({ reply: "Somebody is coming." });
    await visitor.says("Hurry!");
    await eventually(() => tape.heard.length === 4);
    expect(tape.heard.slice(2)).toEqual(["message.received 1", "message.answered 1"]);
  });
});
