import { type StandInSlack, startStandInSlack } from "../slack/stand-in-slack.ts";
import type { StandIn } from "./stand-in.ts";

/** Slack, where the team is: one channel, and three people who can press the card's buttons. */
export async function startSlackPane(): Promise<StandIn & { readonly slack: StandInSlack; readonly channel: string }> {
  const slack = await startStandInSlack();
  const { id: channel } = slack.createChannel({ id: "C0SUPPORT1", name: "support" });
  const wasPressed = (verb: string) =>
    slack.deliveries.some(
      ({ callback, attempts }) =>
        callback.kind === "interaction" &&
        JSON.stringify(callback.payload.actions).includes(`"escalation.${verb}"`) &&
        attempts.some(({ status }) => status === 200),
    );

  return {
    slack,
    channel,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      SLACK_CHANNEL: channel,
    },
    pane: {
      name: "Slack",
      about: "What your team sees",
      url: `${slack.url}/?channel=${channel}`,
      steps: [
        { todo: "Press Resolve in Slack, then Reopen", done: () => wasPressed("resolve") && wasPressed("reopen") },
      ],
    },
    meet: (deskbellUrl) => slack.sendCallbacksTo(`${deskbellUrl}/adapters/slack/events`),
    stop: slack.stop,
  };
}
