import { createServer } from "node:http";
import { closeServer } from "../close-server.ts";
import { openJournal } from "../journal.ts";
import { listenOn } from "../listen-on.ts";
import { until } from "../until.ts";
import { type Call, serveApi } from "./api/serve-api.ts";
import type { Delivery, DeliveryOptions, Outcome } from "./callbacks/callback.ts";
import { slackDeliveries } from "./callbacks/deliver.ts";
import { eventAbout, eventCallback } from "./callbacks/events.ts";
import { createResponseUrls } from "./callbacks/response-urls.ts";
import { createSocketMode } from "./callbacks/socket-mode.ts";
import { createTriggers } from "./callbacks/triggers.ts";
import { verifyUrl } from "./callbacks/verify-url.ts";
import { membership } from "./membership.ts";
import type { Channel } from "./message.ts";
import { createSlackMisbehaviour } from "./misbehaviour.ts";
import { peopleAct } from "./people-act.ts";
import { serveStandIn } from "./serve-stand-in.ts";
import { type StandInSlackOptions, settle } from "./settings.ts";
import { createWorkspace } from "./workspace.ts";

export type { Call, Delivery, DeliveryOptions, Outcome };
export type StandInSlack = Awaited<ReturnType<typeof startStandInSlack>>;

/** A Slack of our own on 127.0.0.1: Web API, signed callbacks, Socket Mode, bad days on demand, and a page to click. */
export async function startStandInSlack(options: StandInSlackOptions = {}) {
  const settings = settle(options);
  const workspace = createWorkspace();
  const misbehaviour = createSlackMisbehaviour();
  const journal = openJournal(options.journal);
  const calls: Call[] = [];
  const views: Record<string, unknown>[] = [];
  let callbacksUrl = options.callbacksUrl;
  let url = "";

  const sockets = createSocketMode(settings, () => url.replace("http:", "ws:"));
  const deliveries = slackDeliveries({ settings, sockets, misbehaviour, callbacksUrl: () => callbacksUrl });
  const triggers = createTriggers();
  const responses = createResponseUrls(workspace, settings, journal, () => url);
  const people = peopleAct({ settings, workspace, deliveries, triggers, responses, journal });
  const backstage = {
    settings,
    workspace,
    views,
    url: () => url,
    socketUrl: sockets.issueAddress,
    redeemTrigger: triggers.redeem,
  };
  const deliverEvent = (event: Record<string, unknown>, how?: DeliveryOptions): Promise<Outcome> =>
    deliveries.deliver(eventCallback(event, settings), how);

  const unwatch = workspace.watch((change) => {
    const event = settings.events ? eventAbout(change, workspace, settings) : undefined;
    if (event !== undefined) void deliverEvent(event);
  });

  const slack = {
    get url() {
      return url;
    },
    get apiUrl() {
      return `${url}/api/`;
    },
    signingSecret: settings.signingSecret,
    botToken: settings.botToken,
    appToken: settings.appToken,
    team: settings.team,
    bot: settings.bot,
    people: settings.people,

    channels: workspace.channels,
    channel: workspace.channel,
    createChannel: (channel: Partial<Channel> & { name: string }): Channel => workspace.createChannel(channel),
    message: workspace.message,
    messages: workspace.messages,
    thread: workspace.thread,
    everything: workspace.everything,
    ephemerals: workspace.ephemerals,

    ...people,
    ...membership(workspace, settings, deliverEvent),
    deliverEvent,
    verifyUrl: () => verifyUrl(settings, deliveries),
    /** undefined: nobody hears of anything, unless Socket Mode is up. */
    sendCallbacksTo: (to: string | undefined): void => {
      callbacksUrl = to;
    },

    misbehave: misbehaviour.misbehave,
    behave: misbehaviour.behave,
    socketConnections: sockets.connections,
    disconnectSockets: sockets.disconnect,
    cutSockets: sockets.cut,

    /** Every API call, also those that were never accepted. */
    calls,
    /** Every event, press and command sent, with what came of each attempt. */
    deliveries: deliveries.record,
    views,
    /** Resolves once the condition holds; looks again at every change. */
    until: (condition: () => boolean, ms = 10_000) => until("The stand-in Slack", workspace.watch, condition, ms),
    /** Resolves when no callback is under way. */
    settled: deliveries.settled,

    async stop(): Promise<void> {
      unwatch();
      deliveries.stop();
      sockets.stop();
      site.stop();
      await closeServer(server);
      await deliveries.settled();
      journal.close();
    },
  };

  const api = serveApi(backstage, misbehaviour, journal, calls);
  const site = serveStandIn(() => slack, { api, responses, workspace });
  const server = createServer({ keepAliveTimeout: 60_000 }, site.serve);
  server.on("upgrade", sockets.upgrade);
  url = await listenOn(server, options.port ?? 0);
  return slack;
}
