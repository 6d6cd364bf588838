import { createPace, type InstallAdapter } from "../../core/index.ts";
import { createPressButton } from "./actions.ts";
import { createBoltApp } from "./bolt-app.ts";
import { createClient } from "./client.ts";
import { createAnswerCommand } from "./commands.ts";
import { readSlackConfig } from "./config.ts";
import { createDeliver } from "./deliver.ts";
import { createHearEvents } from "./events.ts";
import { createExamine } from "./examine.ts";
import { createHttpReceiver } from "./http-receiver.ts";
import { watchIdentity } from "./identity.ts";
import { logForSdk } from "./log-for-sdk.ts";
import { createLook } from "./look.ts";
import { postRate, updateRate } from "./pacing.ts";
import { createPeople } from "./people.ts";
import { plan } from "./plan.ts";
import { createPost } from "./post.ts";
import { createRefresh } from "./refresh.ts";
import { adapterName, channelAt } from "./refs.ts";
import { connectByConfiguration } from "./run.ts";
import { createSocketReceiver } from "./socket-receiver.ts";
import { createWhisper } from "./whisper.ts";

/** Slack for one workspace, by SLACK_BOT_TOKEN. */
export const installSlack: InstallAdapter = async ({ env, publicUrl, desk, log, now }) => {
  const config = readSlackConfig(env);
  if (!config) return null;
  const { botToken, apiUrl, mode, channel } = config;
  const logger = logForSdk(log);
  const client = createClient({ token: botToken, apiUrl, logger });
  const identity = watchIdentity(client, desk, log);
  const people = createPeople(client, now);
  const refresh = createRefresh(client, log);
  const post = createPost({
    client,
    look: createLook(client, now),
    paceOfPosts: createPace(postRate),
    paceOfEdits: createPace(updateRate),
    labelOf,
    shown: refresh.shown,
    log,
  });
  const deliver = createDeliver(post, publicUrl, log);

  async function labelOf(address: string): Promise<string> {
    const connections = await desk.connections(adapterName, channelAt(address)).catch(() => []);
    return connections[0]?.connection.label ?? `channel ${address}`;
  }

  const http = mode.kind === "http" ? createHttpReceiver(mode.signingSecret, logger) : null;
  const socket = mode.kind === "socket" ? createSocketReceiver({ appToken: mode.appToken, apiUrl, logger, log }) : null;
  const receiver = http?.receiver ?? socket;
  if (receiver) {
    createBoltApp({
      receiver,
      botToken,
      apiUrl,
      logger,
      identity,
      pressButton: createPressButton({
        desk,
        people,
        identity,
        log,
        whisper: createWhisper(client, log),
        refresh: refresh.card,
      }),
      answerCommand: createAnswerCommand({ desk, client, people }),
      hear: createHearEvents(desk, identity),
    });
  }

  return {
    name: adapterName,
    plan,
    async deliver(delivery, signal) {
      const outcome = await deliver(delivery, signal);
      if (outcome.kind === "refused" && outcome.scope === "account") identity.doubt();
      return outcome;
    },
    ...(http && { callbacks: http.callbacks }),
    examine: createExamine({
      client,
      apiUrl,
      publicUrl,
      now,
      socketClient: mode.kind === "socket" ? createClient({ token: mode.appToken, apiUrl, logger }) : null,
    }),
    async run(signal) {
      if (mode.kind === "http") log.info({}, `Slack: events and buttons come to ${publicUrl}/adapters/slack/events`);
      else if (mode.insteadOfHttp)
        log.info(
          {},
          "Slack: both SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are set; Socket Mode is used, nothing is expected over HTTP",
        );
      else log.info({}, "Slack: Socket Mode is used");
      await Promise.all([
        channel && connectByConfiguration(channel, { desk, client, log }, signal),
        identity.run(signal),
        socket?.run(signal),
      ]);
    },
  };
};
