-- URLs that are told of a chatbot's events.

create table webhook_endpoint (
  chatbot_id uuid not null references chatbot,
  endpoint_id uuid not null,
  url text not null,
  label text not null,
  events jsonb not null,
  enabled boolean not null,
  compatibility jsonb,
  -- Encrypted, each for its own column and row. The previous one signs too, until then.
  secret text not null,
  previous_secret text,
  previous_until timestamptz,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (chatbot_id, endpoint_id)
);

-- The first failure in a row; null while it is well.
alter table destination add column failing_since timestamptz;
create index destination_failing on destination (failing_since) where failing_since is not null;

-- An endpoint's log, newest first.
create index delivery_webhook on delivery (chatbot_id, address, delivery_id) where adapter = 'webhooks';
