import { describe } from "vitest";
import { installSlack } from "../../../adapters/slack/index.ts";
import { type ChannelUnderContract, keepsTheAdapterContract } from "../adapter-contract.ts";
import { httpEnv, socketEnv, startSlackPlatform } from "./slack-platform.ts";

const halves: ChannelUnderContract["halves"] = [
  { env: { SLACK_BOT_TOKEN: "xoxb-1-2-abc" }, missing: "SLACK_SIGNING_SECRET" },
  { env: { SLACK_BOT_TOKEN: "xoxb-1-2-abc" }, missing: "SLACK_APP_TOKEN" },
  { env: { SLACK_SIGNING_SECRET: "0123456789abcdef0123456789abcdef" }, missing: "SLACK_BOT_TOKEN" },
  { env: { SLACK_APP_TOKEN: "xapp-1-A-2-abc" }, missing: "SLACK_BOT_TOKEN" },
  { env: { SLACK_CHANNEL: "C0123" }, missing: "SLACK_BOT_TOKEN" },
];

describe.each([
  { mode: "HTTP", env: httpEnv },
  { mode: "Socket Mode", env: socketEnv },
])("over $mode", ({ env }) => {
  keepsTheAdapterContract({
    surface: "channel",
    name: "slack",
    install: installSlack,
    halves,
    startPlatform: () => startSlackPlatform(env),
  });
});
