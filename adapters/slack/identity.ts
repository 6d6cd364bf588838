import { type EscalationDesk, type Log, sleep } from "../../core/index.ts";
import type { SlackClient } from "./client.ts";
import { failureOf } from "./errors.ts";
import { botScopes } from "./methods.ts";
import { plainWords } from "./plain-words.ts";
import { adapterName, theWorkspace } from "./refs.ts";

export interface Identity {
  readonly teamId: string;
  readonly botId: string;
  readonly botUserId: string;
}

export interface IdentityWatch {
  /** null as long as Slack has not answered. */
  known(): Identity | null;
  /** A delivery was refused for the sake of the token: it is asked again from time to time, and the whole workspace resumed when it is good. */
  doubt(): void;
  /** Never gives up, never throws, ends with the signal. */
  run(signal: AbortSignal): Promise<void>;
}

const askingPauses = { firstMs: 1000, slowestMs: 60_000, whenWellMs: 15_000 };

/** Who we are in Slack, and whether our token is good: asked in the background, because Slack may be away at start. */
export function watchIdentity(
  client: SlackClient,
  desk: EscalationDesk,
  log: Log,
  pauses = askingPauses,
): IdentityWatch {
  let identity: Identity | null = null;
  let complaint = "";
  let doubted = false;

  async function ask(signal: AbortSignal): Promise<boolean> {
    const answer = await client.call("auth.test", {}, signal);
    const { team_id: teamId, bot_id: botId, user_id: botUserId } = answer;
    if (!teamId || !botId || !botUserId) throw new Error("auth.test did not say whose token this is");
    if (!identity)
      log.info({ team: answer.team, teamId, botUserId }, `Slack: connected to the workspace ${answer.team}`);
    identity = { teamId, botId, botUserId };
    const granted = answer.response_metadata?.scopes;
    const missing = granted ? botScopes.filter((scope) => !granted.includes(scope)) : [];
    if (missing.length > 0) complain(`${plainWords("missing_scope", "Slack")} Missing: ${missing.join(", ")}.`);
    return missing.length === 0;
  }

  function complain(sentence: string): void {
    if (sentence !== complaint) log.error({}, `Slack: ${sentence}`);
    complaint = sentence;
  }

  async function resumeDoubted(): Promise<void> {
    if (!doubted) return;
    await desk.resume(adapterName, { account: theWorkspace });
    doubted = false;
  }

  async function probe(signal: AbortSignal): Promise<boolean> {
    try {
      if (!(await ask(signal))) return false;
      await resumeDoubted();
      complaint = "";
      return true;
    } catch (error) {
      const failure = failureOf(error);
      complain(failure.kind === "refused" ? plainWords(failure.code, "Slack") : `not reachable yet: ${failure.reason}`);
      return false;
    }
  }

  return {
    known: () => identity,
    doubt: () => {
      doubted = true;
    },
    async run(signal) {
      let pause = pauses.firstMs;
      while (!signal.aborted) {
        const wanted = !identity || complaint !== "" || doubted;
        const good = !wanted || (await probe(signal));
        await sleep(good ? pauses.whenWellMs : pause, signal);
        pause = good ? pauses.firstMs : Math.min(pause * 2, pauses.slowestMs);
      }
    },
  };
}
