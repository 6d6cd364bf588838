-- Every table of a chatbot's data carries chatbot_id in its primary key, so that the schema can be
-- distributed by it. Ids are UUIDv7 made by the app. No triggers, no sequences, no volatile defaults.

create table chatbot (
  chatbot_id uuid primary key,
  name text not null,
  settings jsonb not null default '{}',
  -- Counts up with every change of settings or connections: a cached copy is current while it is equal.
  version int not null default 1,
  created_at timestamptz not null default now()
);

create table connection (
  chatbot_id uuid not null references chatbot,
  adapter text not null,
  account text not null,
  address text not null,
  label text not null,
  relay_mode text not null,
  connected_by jsonb not null,
  connected_at timestamptz not null default now(),
  primary key (chatbot_id, adapter, account, address)
);

create table conversation (
  chatbot_id uuid not null references chatbot,
  conversation_id uuid not null,
  session_id text not null,
  -- The last number given out; messages and events share one gapless sequence.
  seq int not null,
  message_count int not null default 0,
  last_message text not null default '',
  started_at timestamptz not null,
  page jsonb,
  contact jsonb,
  -- The latest episode as it stands, beside the row in escalation: the row lock then covers all that a
  -- decision needs (a joined row would be read as it was before the lock was waited for).
  escalation jsonb,
  primary key (chatbot_id, conversation_id)
);

create table session (
  chatbot_id uuid not null,
  session_id text not null,
  token_hash bytea not null,
  conversation_id uuid not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (chatbot_id, session_id),
  unique (chatbot_id, token_hash),
  foreign key (chatbot_id, conversation_id) references conversation on delete cascade
);

create table event (
  chatbot_id uuid not null,
  conversation_id uuid not null,
  seq int not null,
  event_id uuid not null,
  type text not null,
  episode int not null,
  occurred_at timestamptz not null,
  data jsonb not null,
  primary key (chatbot_id, conversation_id, seq),
  foreign key (chatbot_id, conversation_id) references conversation on delete cascade
);

-- A message has the seq of the event that brought it.
create table message (
  chatbot_id uuid not null,
  conversation_id uuid not null,
  seq int not null,
  author text not null,
  name text,
  text text not null,
  tree jsonb,
  follow_ups jsonb not null default '[]',
  client_id uuid,
  rating text,
  sent_at timestamptz not null,
  primary key (chatbot_id, conversation_id, seq),
  unique (chatbot_id, conversation_id, client_id),
  foreign key (chatbot_id, conversation_id) references conversation on delete cascade
);

-- The platforms' own ids of what people did: each acts once, even when it changed nothing.
create table cause (
  chatbot_id uuid not null,
  conversation_id uuid not null,
  cause text not null,
  at timestamptz not null default now(),
  primary key (chatbot_id, conversation_id, cause)
);

create table escalation (
  chatbot_id uuid not null,
  escalation_id uuid not null,
  conversation_id uuid not null,
  episode int not null,
  status text not null,
  trigger text not null,
  escalated_at timestamptz not null,
  -- The event's place: what was said before it is the card's excerpt.
  escalated_seq int not null,
  digested boolean not null,
  claimed_by jsonb,
  resolved_at timestamptz,
  resolved_by jsonb,
  -- When the first destination confirmed it; when the watchdog found that none had.
  reached_at timestamptz,
  unreached_at timestamptz,
  primary key (chatbot_id, escalation_id),
  unique (chatbot_id, conversation_id, episode),
  foreign key (chatbot_id, conversation_id) references conversation on delete cascade
);
create index escalation_status on escalation (chatbot_id, status, escalation_id desc);
create index escalation_unresolved on escalation (chatbot_id, escalation_id) where resolved_at is null;
create index escalation_unwatched on escalation (escalated_at)
  where reached_at is null and unreached_at is null and resolved_at is null;

-- What happened to a chatbot as a whole (a digest of alerts, a broken destination).
create table chatbot_event (
  chatbot_id uuid not null references chatbot,
  event_id uuid not null,
  type text not null,
  occurred_at timestamptz not null,
  data jsonb not null,
  primary key (chatbot_id, event_id)
);

-- Escalations over the alert limit, counted until their minute is over.
create table digest (
  chatbot_id uuid not null references chatbot,
  since timestamptz not null,
  until timestamptz not null,
  count int not null,
  primary key (chatbot_id, since)
);
create index digest_until on digest (until);
