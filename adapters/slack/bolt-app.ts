import { App, type Logger, type Receiver } from "@slack/bolt";
import { verbs } from "../../core/index.ts";
import type { PressButton } from "./actions.ts";
import { actionIds } from "./buttons.ts";
import { clientOptions } from "./client.ts";
import type { AnswerCommand } from "./commands.ts";
import type { createHearEvents } from "./events.ts";
import type { IdentityWatch } from "./identity.ts";
import { commandName } from "./methods.ts";

interface Wiring {
  readonly receiver: Receiver;
  readonly botToken: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly identity: IdentityWatch;
  readonly pressButton: PressButton;
  readonly answerCommand: AnswerCommand;
  readonly hear: ReturnType<typeof createHearEvents>;
}

/** A listener failed: Slack must send it again. */
export class NotTakenIn extends Error {
  override readonly name = "NotTakenIn";
}

/** Everything Slack may send, and who answers it. */
export function createBoltApp(wiring: Wiring): App {
  const { receiver, botToken, apiUrl, logger, identity, pressButton, answerCommand, hear } = wiring;
  const app = new App({
    receiver,
    logger,
    clientOptions: clientOptions(apiUrl, logger),
    convoStore: false,
    // Our own messages are heard on purpose: they are receipts.
    ignoreSelf: false,
    authorize: async () => ({ botToken, ...identity.known() }),
  });
  app.error(async (error) => {
    throw new NotTakenIn(error.message, { cause: error });
  });

  app.use(async ({ body, next, ...rest }) => {
    if (!isFromElsewhere(body, identity)) return next();
    if ("ack" in rest && typeof rest.ack === "function") await rest.ack();
  });
  for (const verb of verbs) app.action(actionIds[verb], ({ body, ack }) => pressButton(verb, body, ack));
  // Slack asks for an answer to link buttons too.
  app.action(actionIds.open, ({ ack }) => ack());
  app.command(commandName, async ({ body, ack }) => {
    const text = await answerCommand(body);
    await (text === null ? ack() : ack({ response_type: "ephemeral", text }));
  });
  app.event("message", ({ event }) => hear.message(event));
  app.event("member_joined_channel", ({ event }) => hear.joined(event));
  app.event("channel_unarchive", ({ event }) => hear.unarchived(event));
  app.event("group_unarchive", ({ event }) => hear.unarchived(event));
  return app;
}

/** Another workspace's, should the same app be installed there as well. */
function isFromElsewhere(body: object, identity: IdentityWatch): boolean {
  const ours = identity.known()?.teamId;
  const theirs = teamIn(body);
  return ours !== undefined && theirs !== null && theirs !== ours;
}

function teamIn(body: object): string | null {
  if ("team_id" in body && typeof body.team_id === "string") return body.team_id;
  const team = "team" in body ? body.team : null;
  return typeof team === "object" && team !== null && "id" in team && typeof team.id === "string" ? team.id : null;
}
