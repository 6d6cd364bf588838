import postgres from "postgres";

/** Where a PostgreSQL server may be: TEST_DATABASE_URL, or the usual place on this machine. */
export const serverUrl = process.env.TEST_DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres";

/** Whether one is there that lets us make databases. */
export async function serverAnswers(): Promise<boolean> {
  const sql = postgres(serverUrl, { max: 1, connect_timeout: 2, onnotice() {} });
  try {
    const [user] = await sql<{ may: boolean }[]>`
      select rolcreatedb or rolsuper as may from pg_roles where rolname = current_user`;
    return user?.may === true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
