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
    confirm: async (...asked) => ready().confirm(...asked),
  };
}
