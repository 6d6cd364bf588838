import type { Log } from "../../core/index.ts";
import type { SlackClient } from "./client.ts";
import { failureOf } from "./errors.ts";

export type Whisper = (to: { readonly channel: string; readonly user: string }, text: string) => void;

/** Tells one person something only they see. Best effort and never awaited: the press was answered already. */
export function createWhisper(client: SlackClient, log: Log): Whisper {
  return ({ channel, user }, text) => {
    client
      .call("chat.postEphemeral", { channel, user, text, link_names: false, parse: "none" }, AbortSignal.timeout(8000))
      .catch((error: unknown) =>
        log.warn({ failure: failureOf(error).kind }, "Slack: could not tell who pressed in vain"),
      );
  };
}
