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
    resume: async (...asked) => ready().resume(...asked),
    find: async (...asked) => ready().find(...asked),
    confirm: async (...asked) => ready().confirm(...asked),
  };
}
