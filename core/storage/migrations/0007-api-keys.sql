-- Who may use the API, and what it answered to requests that can come twice.

create table api_key (
  chatbot_id uuid not null references chatbot,
  -- A part of the key, by which it is found.
  key_id text not null,
  name text not null,
  -- SHA-256 of the whole key; the key itself is kept nowhere.
  hash bytea not null,
  scopes jsonb not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (chatbot_id, key_id)
);
create index api_key_id on api_key (key_id);

create table idempotency (
  chatbot_id uuid not null references chatbot,
  -- As the caller made it up.
  key text not null,
  -- SHA-256 of method, address and body: the same key with another request is a mistake.
  request bytea not null,
  -- Encrypted: there may be a secret in it that is shown once.
  answer text not null default '',
  at timestamptz not null default now(),
  primary key (chatbot_id, key)
);
create index idempotency_at on idempotency (at);
