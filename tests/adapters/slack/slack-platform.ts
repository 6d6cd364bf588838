import { vi } from "vitest";
import { type StandInSlack, startStandInSlack } from "../../stand-ins/slack/stand-in-slack.ts";
import type { ChannelPlatform } from "../adapter-contract.ts";

export const supportChannel = "C0SUPPORT1";

export function httpEnv(slack: StandInSlack) {
  return { SLACK_BOT_TOKEN: slack.botToken, SLACK_SIGNING_SECRET: slack.signingSecret, SLACK_API_URL: slack.apiUrl };
}

export function socketEnv(slack: StandInSlack) {
  return { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl };
}

/** Everything a person reads in a message, top-level text and blocks. */
export function readable(message: { readonly text: string; readonly blocks?: readonly unknown[] }): string {
  return `${message.text} ${JSON.stringify(message.blocks ?? [])}`;
}

/** The stand-in Slack as the adapter contract wants to see a platform. */
export async function startSlackPlatform(
  env: (slack: StandInSlack) => Record<string, string>,
): Promise<ChannelPlatform> {
  const slack = await startStandInSlack();
  slack.createChannel({ id: supportChannel, name: "support" });
  const [ana] = slack.people;
  if (!ana) throw new Error("The stand-in has no people.");
  const overHttp = !("SLACK_APP_TOKEN" in env(slack));
  return {
    env: env(slack),
    destination: { account: "workspace", address: supportChannel },
    callbackPath: overHttp ? "/events" : null,
    sendCallbacksTo: slack.sendCallbacksTo,
    async reachable() {
      await vi.waitUntil(() => overHttp || slack.socketConnections() > 0, 5000);
    },
    shown: () => slack.messages(supportChannel).map(readable),
    limitRate: (seconds) =>
      slack.misbehave({ how: "rate_limited", retryAfter: seconds, methods: "chat.postMessage", times: 1 }),
    revoke: () => slack.misbehave({ how: "refuse", error: "token_revoked" }),
    close: () => void slack.archive(supportChannel),
    press: (verb, card, { twice = false } = {}) =>
      slack.click({
        channel: supportChannel,
        ts: card.split("/")[1] ?? "",
        actionId: `escalation.${verb}`,
        user: ana.id,
        duplicate: twice,
      }),
    presser: { name: ana.name, externalId: `${slack.team.id}:${ana.id}` },
    settled: slack.settled,
    stop: slack.stop,
  };
}
