-- People by their address. An account is nobody's in particular: it may own many chatbots and be a recipient of others.

create table account (
  account_id uuid primary key,
  email text not null,
  -- The address in lower case: two spellings are one person.
  email_key text not null unique,
  name text,
  -- Master switch: off, no escalation mail of any kind.
  notify_escalation boolean not null default true,
  created_at timestamptz not null default now()
);

alter table chatbot add column owner_id uuid;
create index chatbot_owner on chatbot (owner_id);

-- Addresses that mail does not reach, or whose readers called it spam.
create table suppression (
  email_key text primary key,
  kind text not null,
  reason text not null,
  at timestamptz not null default now()
);

-- Recipients who took themselves off a chatbot's alerts.
create table unsubscription (
  chatbot_id uuid not null references chatbot,
  email_key text not null,
  at timestamptz not null default now(),
  primary key (chatbot_id, email_key)
);

-- It can have come to somebody's eyes.
alter table delivery add column reached boolean not null default false;
-- The platform's word that it is where it was meant to be.
alter table delivery add column confirmed_at timestamptz;
