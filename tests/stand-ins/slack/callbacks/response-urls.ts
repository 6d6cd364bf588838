import { randomBytes } from "node:crypto";
import { isRecord } from "../../is-record.ts";
import type { Journal } from "../../journal.ts";
import { parseJson } from "../../parse-json.ts";
import { asBot } from "../api/chat.ts";
import { contentOf } from "../api/message-content.ts";
import { RefusedCall } from "../api/refused-call.ts";
import type { Settings } from "../settings.ts";
import type { Workspace } from "../workspace.ts";

export interface Source {
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed. */
  readonly message?: string | undefined;
  readonly thread?: string | undefined;
}

export type ResponseUrls = ReturnType<typeof createResponseUrls>;

/** response_url: up to five answers within half an hour, seen by the person who pressed or by the channel. */
export function createResponseUrls(workspace: Workspace, settings: Settings, journal: Journal, base: () => string) {
  const open = new Map<string, Source & { until: number; left: number }>();

  function respond(source: Source, answer: Record<string, unknown>): void {
    const { channel, user, message, thread } = source;
    journal.write({ did: "response", channel, user, ...answer });
    if (answer.delete_original === true && message !== undefined) {
      workspace.remove(channel, message);
      return;
    }
    const content = contentOf(answer);
    const at = typeof answer.thread_ts === "string" ? answer.thread_ts : thread;
    const where = at === undefined ? {} : { thread_ts: at };
    if (answer.replace_original === true && message !== undefined) workspace.edit(channel, message, content);
    else if (answer.response_type === "in_channel")
      workspace.post(channel, { ...asBot(settings), ...content, ...where });
    else workspace.whisper({ channel, user, ...content, ...where });
  }

  return {
    respond,
    issue(source: Source): string {
      const id = randomBytes(12).toString("hex");
      open.set(id, { ...source, until: Date.now() + 30 * 60_000, left: 5 });
      return `${base()}/respond/${id}`;
    },
    /** What a POST to a response_url is answered with. */
    serve(id: string, body: string): { status: number; body: string } {
      const source = open.get(id);
      if (source === undefined) return { status: 404, body: "no_team" };
      if (source.until < Date.now() || source.left === 0) return { status: 404, body: "used_url" };
      const answer = parseJson(body);
      if (!isRecord(answer)) return { status: 400, body: "invalid_payload" };
      try {
        respond(source, answer);
      } catch (refusal) {
        if (!(refusal instanceof RefusedCall)) throw refusal;
        return { status: 400, body: refusal.code };
      }
      source.left -= 1;
      return { status: 200, body: "ok" };
    },
  };
}
