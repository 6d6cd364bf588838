import type { NamedChatbot } from "./platforms/platform.ts";

export type Verb = "claim" | "resolve" | "reopen";

/** Something that was answered with yes, and must therefore be found again. */
export type Act =
  | { readonly did: "message"; readonly seq: number; readonly clientId: string; readonly text: string }
  | { readonly did: "escalation"; readonly episode: number }
  /** By whom, as Deskbell's name for them ends. */
  | { readonly did: Verb; readonly surface: string; readonly knownBy: string; readonly episode: number };

/** A conversation as its visitor and its agents remember it: each act was begun after the one before was answered. */
export interface Remembered {
  readonly chatbot: NamedChatbot;
  readonly conversationId: string;
  readonly acts: Act[];
  /** Pressed, and nobody said yes yet: it may have happened. */
  unanswered: Verb | null;
}

/** What was acknowledged, by whom it was told. */
export function createLedger() {
  const conversations: Remembered[] = [];
  /** What should not have happened to a client, whatever else is broken. */
  const complaints: string[] = [];
  /** Asked until the end of the run in vain. Nothing was promised to them. */
  const unanswered: string[] = [];

  function count(did: (act: Act) => boolean): number {
    return conversations.reduce((sum, { acts }) => sum + acts.filter(did).length, 0);
  }

  return {
    conversations,
    complaints,
    unanswered,
    open(chatbot: NamedChatbot, conversationId: string): Remembered {
      const remembered: Remembered = { chatbot, conversationId, acts: [], unanswered: null };
      conversations.push(remembered);
      return remembered;
    },
    escalations: () => count(({ did }) => did === "escalation"),
    messages: () => count(({ did }) => did === "message"),
    presses: (surface: string) => count((act) => "surface" in act && act.surface === surface),
  };
}

export type Ledger = ReturnType<typeof createLedger>;
