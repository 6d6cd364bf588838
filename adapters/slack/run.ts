import { type EscalationDesk, type Log, sleep } from "../../core/index.ts";
import type { SlackClient } from "./client.ts";
import { adapterName, channelAt } from "./refs.ts";

interface Wiring {
  readonly desk: EscalationDesk;
  readonly client: SlackClient;
  readonly log: Log;
}

/** Connects SLACK_CHANNEL to the first chatbot, once for ever: who disconnects it in Slack keeps it disconnected. */
export async function connectByConfiguration(channel: string, { desk, client, log }: Wiring, signal: AbortSignal) {
  const connect = (label: string, cause: string) =>
    desk.connect(
      { adapter: adapterName, ...channelAt(channel), chatbot: null, label, relayMode: "two_way" },
      {
        by: { name: "SLACK_CHANNEL", surface: adapterName, externalId: "configuration" },
        id: `slack:configuration:${cause}`,
      },
    );
  // First the connection, then its name: an escalation may come in before Slack answers.
  const idAsLabel = `channel ${channel}`;
  await insist(async () => {
    const verdict = await connect(idAsLabel, channel);
    if (verdict.kind === "unknown") throw new Error("there is no chatbot yet");
  });
  await insist(async () => {
    const [first] = await desk.connections(adapterName, channelAt(channel));
    if (first?.connection.label !== idAsLabel) return;
    const { channel: info } = await client.call("conversations.info", { channel }, signal);
    if (info?.name) await connect(`#${info.name}`, `${channel}:${info.name}`);
  });

  async function insist(attempt: () => Promise<void>): Promise<void> {
    for (let pause = 500; !signal.aborted; pause = Math.min(pause * 2, 60_000)) {
      try {
        return await attempt();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log.warn({ channel }, `Slack: SLACK_CHANNEL is not connected yet: ${reason}`);
        await sleep(pause, signal);
      }
    }
  }
}
