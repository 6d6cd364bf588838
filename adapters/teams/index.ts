import {
  type AdapterContext,
  createPace,
  type Delivery,
  type InstallAdapter,
  type Outcome,
  sleep,
} from "../../core/index.ts";
import { createPressButton } from "./actions.ts";
import { createAnswer } from "./answer.ts";
import { teamsApp } from "./app.ts";
import { createChannels } from "./channels.ts";
import { microsoft, type TeamsCloud } from "./cloud.ts";
import { createAnswerCommand } from "./commands.ts";
import { type BotConfig, readTeamsConfig } from "./config.ts";
import { createDeliver } from "./deliver.ts";
import { createDoubts } from "./doubts.ts";
import { createExamine, examineWorkflow } from "./examine.ts";
import { createFollowLifecycle } from "./lifecycle.ts";
import { createLook } from "./look.ts";
import { plan } from "./plan.ts";
import { createPost } from "./post.ts";
import { createReceive } from "./receive.ts";
import { adapterName, channelAt, workflows } from "./refs.ts";
import { createService } from "./service.ts";
import { createTakeIn } from "./take-in.ts";
import { createDeliverToWorkflow, workflowConnection } from "./workflow.ts";

/**
 * Teams allows 7 a second, 8 in two, 60 in thirty and 1,800 an hour in a channel, sending and editing together.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
const rate = { everyMs: 1000, burst: 3 };

/** Microsoft Teams: a bot by TEAMS_APP_ID, a Workflows webhook by TEAMS_WORKFLOW_URL, or both. */
export const installTeams: InstallAdapter = installTeamsAt(microsoft);

/** The same, somewhere else: the demo's and the tests' stand-in. */
export function installTeamsAt(cloud: TeamsCloud): InstallAdapter {
  return async (context) => {
    const config = readTeamsConfig(context.env, cloud);
    if (!config) return null;
    const bot = config.bot && (await createBot(config.bot, cloud, context));
    const toWorkflow = createDeliverToWorkflow(config.workflowUrl, context);
    return {
      name: adapterName,
      plan,
      deliver: (delivery, signal) =>
        delivery.destination.account === workflows || !bot
          ? toWorkflow(delivery, signal)
          : bot.deliver(delivery, signal),
      ...(bot && { callbacks: bot.callbacks }),
      examine: async (signal, chatbots) => [
        ...((await bot?.examine(signal, chatbots)) ?? []),
        ...examineWorkflow(config.workflowUrl),
      ],
      async run(signal) {
        await Promise.all([
          bot?.run(signal),
          config.workflowUrl && connectWorkflow(config.workflowUrl, context, signal),
        ]);
      },
    };
  };
}

async function createBot(config: BotConfig, cloud: TeamsCloud, { publicUrl, desk, log, now }: AdapterContext) {
  // Loaded here, because it is large and only wanted by whoever has Teams.
  const { openSdk } = await import("./sdk.ts");
  const sdk = await openSdk(config, cloud);
  const { tenantId } = config;
  const service = createService(desk, cloud, now);
  const channels = createChannels(desk);
  const doubts = createDoubts(sdk, tenantId, desk, log);
  const connector = async () => sdk.connector(await service.url());
  const look = createLook(connector, channels);
  const pace = createPace(rate);
  const post = createPost({ connector, renewToken: sdk.renewToken, look, pace, labelOf, log });
  const answer = createAnswer({ connector: sdk.connector, pace, log });
  const deliver = createDeliver(post, publicUrl, log);

  async function labelOf(channelId: string): Promise<string | null> {
    const connections = await desk.connections(adapterName, channelAt(tenantId, channelId)).catch(() => []);
    return connections[0]?.connection.label ?? null;
  }

  /** "Acme › Support"; null while Teams is slow or away: nobody waits for it. */
  async function labelFor(teamId: string, channelId: string): Promise<string | null> {
    const signal = AbortSignal.timeout(2_000);
    const { team, channel } = await (await connector())
      .channelName(teamId, channelId, signal)
      .catch(() => ({ team: "", channel: "" }));
    return [team, channel].filter(Boolean).join(" › ") || null;
  }

  const wiring = { desk, channels, tenantId, labelFor };
  const takeIn = createTakeIn({
    pressButton: createPressButton(desk, tenantId),
    answerCommand: createAnswerCommand(wiring),
    followLifecycle: createFollowLifecycle(wiring),
    say: answer.say,
    log,
  });
  return {
    callbacks: createReceive({ sdk, cloud, tenantId, botId: `28:${config.appId}`, service, takeIn, log }),
    async deliver(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
      const outcome = await deliver(delivery, signal);
      if (outcome.kind === "refused" && outcome.scope === "account") doubts.raise();
      if (outcome.kind === "retry" && outcome.afterMs !== undefined && outcome.scope === "address")
        answer.hold(delivery.destination.address, outcome.afterMs);
      return outcome;
    },
    examine: createExamine({ sdk, connector, channels, publicUrl }),
    async run(signal: AbortSignal): Promise<void> {
      if (new URL(publicUrl).protocol !== "https:")
        log.warn(
          {},
          `Teams: Microsoft cannot reach ${publicUrl}, so neither buttons nor @Deskbell reach Deskbell: set PUBLIC_URL to a public https address`,
        );
      log.info({}, `Teams: messages and buttons come to ${publicUrl}${teamsApp.path}`);
      await doubts.run(signal);
    },
  };
}

/** Once for ever: who disconnects it keeps it disconnected. */
async function connectWorkflow(url: string, { desk, log }: AdapterContext, signal: AbortSignal): Promise<void> {
  const connection = workflowConnection(url);
  const by = { name: "TEAMS_WORKFLOW_URL", surface: adapterName, externalId: "configuration" } as const;
  for (let pause = 500; !signal.aborted; pause = Math.min(pause * 2, 60_000)) {
    try {
      await desk.connect(connection, { by, id: `teams:configuration:${connection.address}` });
      return;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({}, `Teams: TEAMS_WORKFLOW_URL is not connected yet: ${reason}`);
      await sleep(pause, signal);
    }
  }
}
