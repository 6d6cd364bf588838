import postgres from "postgres";

/** Counts what is stored, on a server; an embedded database cannot be looked into while it runs. */
export function countStored(env: Readonly<Record<string, string | undefined>>) {
  if (!env.DATABASE_URL) return { count: async () => null, end: async () => {} };
  const sql = postgres(env.DATABASE_URL, { max: 1, onnotice() {} });
  return {
    async count() {
      const [row] = await sql`
        select (select count(*) from conversation) as conversations, (select count(*) from session) as sessions,
          (select count(*) from event) as events, (select count(*) from message) as messages,
          (select count(*) from cause) as causes, (select count(*) from escalation) as escalations,
          (select count(*) from delivery where adapter <> 'assistant') as deliveries`;
      return row ?? null;
    },
    end: () => sql.end(),
  };
}
