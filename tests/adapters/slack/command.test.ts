import { describe, expect, it } from "vitest";
import type { ChatbotId } from "../../../core/index.ts";
import { aChatbot } from "../../builders/chatbots.ts";
import { recordingDesk } from "../recording-desk.ts";
import { aSlackDesk } from "./slack-desk.ts";
import { supportChannel } from "./slack-platform.ts";

const twoChatbots = () =>
  recordingDesk({ chatbots: [aChatbot(), aChatbot({ id: "bot-2" as ChatbotId, name: "Acme <Docs>" })] });

async function aChannel({ desk = recordingDesk() } = {}) {
  const surroundings = await aSlackDesk({ desk });
  const type = async (text: string, channel = supportChannel): Promise<string> => {
    const outcome = await surroundings.slack.command({ command: "/deskbell", text, channel });
    expect(outcome).toMatchObject({ status: 200, tookTooLong: false });
    const { response_type, text: answer } = JSON.parse(outcome.body);
    expect(response_type).toBe("ephemeral");
    return answer;
  };
  return { ...surroundings, type };
}

describe("/deskbell connect", () => {
  it("connects the channel it is typed in to the first chatbot", async () => {
    const { type, desk, slack } = await aChannel();
    expect(await type("connect")).toBe("Done: when a visitor of *Acme Shop* asks for a human, this channel is told.");
    expect(desk.connected.map(({ connection }) => connection)).toEqual([
      { adapter: "slack", account: "workspace", address: supportChannel, label: "#support", relayMode: "two_way" },
    ]);
    expect(slack.messages(supportChannel)).toEqual([]);
  });

  it("says so when it was connected before", async () => {
    const { type } = await aChannel();
    await type("connect");
    expect(await type("CONNECT ")).toBe("This channel is already connected to *Acme Shop*.");
  });

  it("connects the chatbot that is named, quotes or not", async () => {
    const { type, desk } = await aChannel({ desk: twoChatbots() });
    expect(await type('connect "Acme <Docs>"')).toContain("*Acme &lt;Docs&gt;*");
    expect(desk.connected).toHaveLength(1);
  });

  it("lists the chatbots when it does not know the name", async () => {
    const { type, desk } = await aChannel({ desk: twoChatbots() });
    expect(await type("connect Nobody <!channel>")).toBe(
      "There is no chatbot “Nobody &lt;!channel&gt;”. There is *Acme Shop*, *Acme &lt;Docs&gt;*.",
    );
    expect(desk.connected).toEqual([]);
  });

  it("asks to be invited first where it is not a member", async () => {
    const { type, desk, slack } = await aChannel();
    slack.createChannel({ id: "C0OTHER001", name: "other", isMember: false });
    slack.createChannel({ id: "C0SECRET01", name: "secret", isMember: false, isPrivate: true });
    expect(await type("connect", "C0OTHER001")).toContain("/invite @Deskbell");
    expect(await type("connect", "C0SECRET01")).toContain("/invite @Deskbell");
    expect(desk.connected).toEqual([]);
  });

  it("connects all the same when Slack is too slow to say whether it is a member", async () => {
    const { type, desk, slack } = await aChannel();
    slack.misbehave({ how: "hang", methods: "conversations.info" });
    expect(await type("connect")).toContain("Done");
    expect(desk.connected).toHaveLength(1);
  });

  it("works in channels only", async () => {
    const { type } = await aChannel();
    expect(await type("connect", "D0DIRECT01")).toBe("I can only be connected to a channel: type this in one.");
  });
});

describe("/deskbell disconnect", () => {
  it("disconnects the one chatbot of the channel", async () => {
    const { type, desk } = await aChannel({ desk: twoChatbots() });
    await type("connect Acme <Docs>");
    expect(await type("disconnect")).toContain("no longer told about *Acme &lt;Docs&gt;*");
    expect(desk.connected).toEqual([]);
  });

  it("asks which when there are several", async () => {
    const { type, desk } = await aChannel({ desk: twoChatbots() });
    await type("connect");
    await type("connect Acme <Docs>");
    expect(await type("disconnect")).toBe("Which one? This channel is connected to *Acme Shop*, *Acme &lt;Docs&gt;*.");
    expect(await type("disconnect Acme Shop")).toContain("*Acme Shop*");
    expect(desk.connected).toHaveLength(1);
  });

  it("says so when there is nothing to disconnect", async () => {
    const { type } = await aChannel();
    expect(await type("disconnect")).toBe("This channel is not connected to any chatbot.");
  });
});

describe("/deskbell", () => {
  it("tells what the channel hears about", async () => {
    const { type } = await aChannel();
    expect(await type("status")).toContain("not connected yet");
    await type("connect");
    expect(await type("status")).toBe("This channel is told when a visitor of *Acme Shop* asks for a human.");
  });

  it.each(["", "help", "  help  "])("explains itself (%j)", async (text) => {
    const { type } = await aChannel();
    expect(await type(text)).toContain("/deskbell connect");
  });

  it("says what it does not know, and explains itself", async () => {
    const { type } = await aChannel();
    expect(await type("dance <!here>")).toMatch(/^I do not know “dance”\.\n.*What I can do/s);
  });

  it("acts once when Slack sends the same command twice", async () => {
    const { slack, desk } = await aSlackDesk();
    await slack.command({ command: "/deskbell", text: "connect", channel: supportChannel, duplicate: true });
    expect(desk.connected).toHaveLength(1);
  });
});
