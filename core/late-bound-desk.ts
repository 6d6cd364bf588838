import type { EscalationDesk } from "./adapter.ts";

/** Adapters are installed before the core behind the desk is there: what they are told then is refused. */
export function lateBoundDesk(desk: () => EscalationDesk | undefined): EscalationDesk {
  const ready = () => {
    const there = desk();
    if (!there) throw new Error("Deskbell is still starting.");
    return there;
  };
  return {
    claim: async (...asked) => ready().claim(...asked),
    resolve: async (...asked) => ready().resolve(...asked),
    reopen: async (...asked) => ready().reopen(...asked),
    connect: async (...asked) => ready().connect(...asked),
    disconnect: async (...asked) => ready().disconnect(...asked),
    connections: async (...asked) => ready().connections(...asked),
    pause: async (...asked) => ready().pause(...asked),
    resume: async (...asked) => ready().resume(...asked),
    remember: async (...asked) => ready().remember(...asked),
    recall: async (...asked) => ready().recall(...asked),
    find: async (...asked) => ready().find(...asked),
    look: async (...asked) => ready().look(...asked),
    confirm: async (...asked) => ready().confirm(...asked),
    arrived: async (...asked) => ready().arrived(...asked),
    suppress: async (...asked) => ready().suppress(...asked),
    unsubscribe: async (...asked) => ready().unsubscribe(...asked),
  };
}
