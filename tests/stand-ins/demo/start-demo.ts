import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installEmail } from "../../../adapters/email/index.ts";
import { installSlack } from "../../../adapters/slack/index.ts";
import { installTeamsAt } from "../../../adapters/teams/index.ts";
import { ConfigurationError, type DeskbellOptions, firstChatbotId, startDeskbell } from "../../../core/main.ts";
import { cloudOf } from "../teams/cloud-of.ts";
import { connectReceiver } from "./connect-receiver.ts";
import { startMailPane } from "./mail-pane.ts";
import { servePage } from "./page/serve-page.ts";
import { startShopPane } from "./shop-pane.ts";
import { startSlackPane } from "./slack-pane.ts";
import type { StandIn } from "./stand-in.ts";
import { startTeamsPane } from "./teams-pane.ts";
import { startWebhookPane } from "./webhook-pane.ts";

export interface DemoOptions {
  /** Deskbell's own; by default 3000, or any other if that is taken. */
  readonly port?: number;
  /** Of the page that shows it all; if it is taken, any other. */
  readonly pagePort?: number;
  /** Kept at the end; by default a temporary one that is not. */
  readonly dataDir?: string;
  readonly log?: NonNullable<DeskbellOptions["log"]>;
  readonly widgetDirectory?: string;
}

export type Demo = Awaited<ReturnType<typeof startDemo>>;

/** The real server on data of its own, among stand-ins, and one page that shows all of it. Reads no environment. */
export async function startDemo(options: DemoOptions = {}) {
  const undo: (() => Promise<unknown>)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= endAll());
  async function endAll(): Promise<void> {
    for (const end of undo.reverse()) await end();
  }
  const opened = <T extends { stop(): Promise<unknown> }>(part: T): T => {
    undo.push(part.stop);
    return part;
  };

  try {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "deskbell-demo-")));
    if (options.dataDir === undefined) undo.push(() => rm(dataDir, { recursive: true, force: true }));
    const shop = opened(await startShopPane());
    const slack = opened(await startSlackPane());
    const teams = opened(await startTeamsPane());
    const mail = opened(await startMailPane());
    const webhooks = opened(await startWebhookPane());
    const standIns: readonly StandIn[] = [shop, slack, teams, mail, webhooks];
    const panes = standIns.map(({ pane }) => pane);

    const deskbell = opened(
      await startOnFreePort(options.port, {
        ...(options.log && { log: options.log }),
        ...(options.widgetDirectory && { widgetDirectory: options.widgetDirectory }),
        host: "127.0.0.1",
        adapters: [installSlack, installTeamsAt(cloudOf(teams.teams)), installEmail],
        env: Object.assign({ DATA_DIR: dataDir }, ...standIns.map(({ env }) => env)),
        chatbots: [
          {
            id: firstChatbotId,
            name: "Lampyris",
            settings: {
              allowed_origins: [new URL(shop.pane.url).origin],
              recipients: mail.recipients,
              theme: { color: "#a8481a", position: "right", scheme: "auto" },
            },
          },
        ],
      }),
    );
    const deskbellUrl = `http://127.0.0.1:${deskbell.port}`;
    for (const standIn of standIns) standIn.meet(deskbellUrl);
    await connectReceiver(webhooks.receiver, { deskbellUrl, dataDir });
    const page = opened(await servePage(panes, options.pagePort));

    return {
      /** The one address to open. */
      url: page.url,
      deskbellUrl,
      dataDir,
      shopUrl: shop.pane.url,
      panes,
      slack: slack.slack,
      channel: slack.channel,
      teams: teams.teams,
      teamsChannel: teams.channel,
      mail: mail.sendgrid,
      receiver: webhooks.receiver,
      /** Settles when Deskbell can no longer go on. */
      failed: deskbell.failed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startOnFreePort(port: number | undefined, options: DeskbellOptions & { env: Record<string, string> }) {
  const at = (wanted: number) => startDeskbell({ ...options, env: { ...options.env, PORT: String(wanted) } });
  if (port !== undefined) return at(port);
  try {
    return await at(3000);
  } catch (error) {
    if (error instanceof ConfigurationError && error.problems.every((problem) => /^PORT .* in use/.test(problem)))
      return at(0);
    throw error;
  }
}
