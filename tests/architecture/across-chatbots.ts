export interface AcrossChatbots {
  readonly file: string;
  /** Part of the statement. */
  readonly says: string;
  readonly because: string;
}

const server = "asks the server about itself, not about anybody's data";
const schema = "is about the schema";
const liveness = "is about an instance, which works for every chatbot";
const byAccount = "a workspace is mended or breaks as a whole, for every chatbot that posts to it";
const people = "is about a person, who may be of many chatbots";
const sweeping = "forgets old rows of everybody, once an hour";

/** The statements that name no chatbot, and why they may: on a distributed database they ask every shard. */
export const acrossChatbots: readonly AcrossChatbots[] = [
  { file: "chatbots.ts", says: "name from chatbot order by", because: "lists the chatbots" },
  { file: "adapter-facts.ts", says: "adapter_fact", because: "is about a platform, not about anybody's data" },
  {
    file: "connections.ts",
    says: "select 1 from cause",
    because: "asks whether a platform's act was taken in, about whichever chatbot",
  },
  { file: "connections.ts", says: "from connection c join chatbot b", because: "asks who posts to an address" },
  { file: "api-keys.ts", says: "from api_key where key_id", because: "a key names itself, not its chatbot" },
  { file: "recipient-standings.ts", says: "from suppression", because: people },
  { file: "accounts.ts", says: "into account", because: people },
  { file: "accounts.ts", says: "account_id from account", because: people },
  { file: "accounts.ts", says: "update chatbot b set version", because: people },
  { file: "accounts.ts", says: "where owner_id is null", because: "gives every chatbot without an owner its first" },
  { file: "silences.ts", says: "suppression", because: people },
  { file: "silences.ts", says: "update account", because: people },
  { file: "mailbox.ts", says: "account = 'mailbox'", because: "shows all mail that goes nowhere, to who tries it out" },
  { file: "database.ts", says: "current_setting", because: server },
  { file: "look-into.ts", says: "current_setting('server_version')", because: server },
  { file: "look-into.ts", says: "pg_try_advisory_lock", because: server },
  { file: "look-into.ts", says: "pg_advisory_unlock", because: server },
  { file: "look-into.ts", says: "from pg_locks", because: server },
  { file: "look-into.ts", says: "migration", because: schema },
  { file: "look-into.ts", says: "from delivery d join lane l", because: "the doctor looks at everybody's outbox" },
  { file: "storage.ts", says: "select 1", because: server },
  { file: "migrate.ts", says: "pg_advisory_xact_lock", because: schema },
  { file: "migrate.ts", says: "create table if not exists migration", because: schema },
  { file: "migrate.ts", says: "from migration", because: schema },
  { file: "migrate.ts", says: "into migration", because: schema },
  {
    file: "digests.ts",
    says: "from digest where until <=",
    because: "finds minutes that are over, whoever's they are",
  },
  { file: "unreached.ts", says: "reached_at is null and unreached_at is null", because: "watches over every chatbot" },
  { file: "outbox/claim.ts", says: "from lane where claimed_by is null and next_at", because: "the due-lane poll" },
  {
    file: "outbox/health.ts",
    says: "from destination d left join webhook_endpoint e",
    because: "reads what is unwell, at every chatbot",
  },
  { file: "outbox/instance.ts", says: "pg_advisory_unlock", because: liveness },
  { file: "outbox/instance.ts", says: "pg_try_advisory_lock", because: liveness },
  { file: "outbox/instance.ts", says: "from pg_locks where", because: liveness },
  { file: "outbox/instance.ts", says: "update lane set", because: liveness },
  { file: "outbox/instance.ts", says: "from lane where claimed_by =", because: liveness },
  { file: "outbox/instance.ts", says: "into takeover", because: liveness },
  { file: "outbox/pause.ts", says: "as well from destination", because: byAccount },
  { file: "outbox/pause.ts", says: "update destination set health = 'paused'", because: byAccount },
  { file: "outbox/pause.ts", says: "from connection", because: byAccount },
  { file: "outbox/pause.ts", says: "from chatbot b where exists", because: byAccount },
  { file: "outbox/pause.ts", says: "from chatbot_event", because: byAccount },
  {
    file: "outbox/pause-failing.ts",
    says: "from destination where failing_since",
    because: "watches over every chatbot's endpoints",
  },
  { file: "outbox/resume.ts", says: "update destination set health = 'ok'", because: byAccount },
  { file: "outbox/resume.ts", says: "update delivery d set state = 'superseded'", because: byAccount },
  { file: "outbox/resume.ts", says: "update delivery d set first_attempt_at = null", because: byAccount },
  { file: "outbox/resume.ts", says: "update lane set parked = false", because: byAccount },
  {
    file: "outbox/receipts.ts",
    says: "from posted where adapter",
    because: "a press names its message, not its chatbot",
  },
  { file: "sweep.ts", says: "delete from", because: sweeping },
  { file: "sweep.ts", says: "update delivery d set state = 'dead'", because: sweeping },
  { file: "sweep.ts", says: "update lane l set parked = false", because: sweeping },
];
