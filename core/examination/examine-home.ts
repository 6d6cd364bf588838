import type { Finding } from "../adapter.ts";
import { adapterInWords } from "../phrases/places.ts";
import type { Insight } from "../storage/look-into.ts";

/** Older servers lack what the outbox's statements use. */
const oldestVersion = 14;

/** How the database is, and what waits in it. */
export function examineHome(insight: Insight, kind: "embedded" | "server"): readonly Finding[] {
  const where =
    kind === "server" ? `PostgreSQL ${insight.version} at DATABASE_URL` : "The embedded database in DATA_DIR";
  return [
    ...ofServer(insight, kind, where),
    ...insight.paused.map(({ adapter, place, reason }) => ({
      level: "broken" as const,
      what: `${adapterInWords(adapter)} ${place} is paused: ${reason}`,
      todo: "Nothing is lost: what waits there is delivered once it is mended.",
    })),
    ...insight.late.map(({ adapter, count, since }) => ({
      level: "warning" as const,
      what: `${adapterInWords(adapter)}: ${count} deliveries wait, the oldest since ${since.toISOString().slice(0, 16).replace("T", " ")} UTC`,
      todo: "If Deskbell is running, the delivery log says why; if it is not, start it.",
    })),
    ...insight.chatbots.filter(nobodyIsTold).map(({ name }) => ({
      level: "broken" as const,
      what: `Nobody is told when a visitor of ${name} asks for a human: no channel is connected and nobody is mailed.`,
      todo: "Connect a channel (/deskbell connect in Slack, @Deskbell connect in Teams), or set OWNER_EMAIL.",
    })),
  ];
}

function ofServer(
  { version, keepsSessions, migrations, roundTripMs }: Insight,
  kind: "embedded" | "server",
  where: string,
): readonly Finding[] {
  if (Number.parseInt(version, 10) < oldestVersion) {
    return [
      {
        level: "broken",
        what: `${where} is too old.`,
        todo: `Deskbell needs PostgreSQL ${oldestVersion} or newer: upgrade it, or let DATABASE_URL lead to a newer server.`,
      },
    ];
  }
  if (!keepsSessions) {
    return [
      {
        level: "broken",
        what: `${where} is behind a pooler that gives every statement another session.`,
        todo: "Let DATABASE_URL lead to the server itself, or to a pooler in session mode: instances find out by a session's lock that another one died.",
      },
    ];
  }
  if (migrations.unknown.length > 0) {
    return [
      {
        level: "broken",
        what: `${where} was used by a newer Deskbell (${migrations.unknown.join(", ")}).`,
        todo: "Run the version that made it, or a newer one.",
      },
    ];
  }
  if (migrations.missing.length > 0)
    return [{ level: "ok", what: `${where} answers; the next start brings it up to date.` }];
  return [{ level: "ok", what: `${where} answers${kind === "server" ? ` in ${Math.ceil(roundTripMs)} ms` : ""}.` }];
}

function nobodyIsTold({ connections, recipients }: Insight["chatbots"][number]): boolean {
  return connections.length === 0 && !recipients.some(({ silence }) => silence === null);
}
