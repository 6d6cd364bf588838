import type { Problem, SessionAnswer, StartSession } from "../../core/http/widget-protocol.ts";
import { backoff } from "./backoff.ts";
import { createPause, type Pause } from "./create-pause.ts";
import type { Request } from "./create-requests.ts";
import type { Shelf } from "./create-shelf.ts";

export interface Session {
  readonly token: string;
  readonly conversation: string;
}

export interface Sessions {
  /** Starts or resumes when there is none; keeps at it until there is one. */
  current(): Promise<Session>;
  /** The server no longer knows it. */
  lost(session: Session): void;
  readonly pause: Pause;
}

interface Surroundings {
  readonly request: Request;
  readonly shelf: Shelf;
  readonly firstRetryMs: number;
  introduce(): StartSession;
  onStart(answer: SessionAnswer): void;
  onTrouble(refusal: Problem | null): void;
}

export function createSessions({ request, shelf, firstRetryMs, ...around }: Surroundings): Sessions {
  const pause = createPause();
  let session: Session | null = null;
  let starting: Promise<Session> | null = null;

  async function start(): Promise<Session> {
    for (let attempt = 0; ; ) {
      const stored = shelf.get("token");
      const answer = await request<SessionAnswer>("POST", "sessions", stored, around.introduce());
      const token = answer.kind === "ok" ? (answer.body.token ?? stored) : null;
      if (answer.kind === "ok" && token !== null) {
        // Another tab was faster: one visitor, one conversation.
        if (answer.body.token !== null && shelf.get("token") !== stored) continue;
        shelf.set("token", token);
        session = { token, conversation: answer.body.conversation_id };
        around.onStart(answer.body);
        return session;
      }
      if (answer.kind === "refused" && answer.status === 401 && stored !== null) {
        if (shelf.get("token") === stored) shelf.set("token", null);
      } else if (answer.kind === "refused") {
        around.onTrouble(answer.problem ?? { type: "about:blank", title: "", status: answer.status, detail: "" });
        await pause.wait(Number.POSITIVE_INFINITY, true);
      } else {
        around.onTrouble(null);
        const told = answer.kind === "later" ? answer.afterMs : null;
        await pause.wait(told ?? backoff(attempt++, firstRetryMs), told !== null);
      }
    }
  }

  return {
    pause,
    current() {
      if (session !== null) return Promise.resolve(session);
      starting ??= start().finally(() => {
        starting = null;
      });
      return starting;
    },
    lost(gone) {
      if (session === gone) session = null;
    },
  };
}
