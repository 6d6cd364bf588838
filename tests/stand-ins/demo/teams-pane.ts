import { setTimeout as wait } from "node:timers/promises";
import { type StandInTeams, startStandInTeams } from "../teams/stand-in-teams.ts";
import type { StandIn } from "./stand-in.ts";

/** Teams, where the team is: one channel, and three people who can press the card's buttons. */
export async function startTeamsPane(): Promise<StandIn & { readonly teams: StandInTeams; readonly channel: string }> {
  const teams = await startStandInTeams();
  const { id: team } = teams.createTeam({ name: "Acme support" });
  const { id: channel } = teams.createChannel({ name: "visitors", team });
  const stopping = new AbortController();
  let connecting: Promise<void> = Promise.resolve();

  return {
    teams,
    channel,
    env: { TEAMS_APP_ID: teams.appId, TEAMS_APP_PASSWORD: teams.appPassword, TEAMS_TENANT_ID: teams.tenantId },
    pane: {
      name: "Teams",
      about: "What your team sees",
      url: `${teams.url}/?channel=${encodeURIComponent(channel)}`,
      steps: [{ todo: "Press Resolve in Teams", done: () => wasPressed(teams, "resolve") }],
    },
    meet(deskbellUrl) {
      teams.sendCallbacksTo(`${deskbellUrl}/adapters/teams/messages`);
      connecting = connect(teams, channel, stopping.signal);
    },
    async stop() {
      stopping.abort();
      await teams.stop();
      await connecting;
    },
  };
}

/** Somebody of the team asks for it, again and again while Deskbell may still be starting, until it says that it did. */
async function connect(teams: StandInTeams, channel: string, signal: AbortSignal): Promise<void> {
  const patienceMs = 3000;
  while (!signal.aborted) {
    const { message, outcome } = await teams.say({ channel, text: "connect", mention: true });
    const answered = () => signal.aborted || teams.thread(channel, message.root).length > 1;
    if (outcome?.status === 200 || outcome?.status === 202) {
      await teams.until(answered, patienceMs).catch(() => undefined);
      if (answered()) return;
    }
    await wait(250, undefined, { signal }).catch(() => undefined);
  }
}

function wasPressed(teams: StandInTeams, verb: string): boolean {
  return teams.deliveries.some(
    ({ callback, attempts }) =>
      callback.kind === "invoke" &&
      Object(callback.activity.value).action?.verb === verb &&
      attempts.some(({ status }) => status === 200),
  );
}
