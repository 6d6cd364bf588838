-- The outbox: deliveries stand in lanes (a conversation at a destination); a lane is claimed as a whole
-- and worked strictly in order.

create table lane (
  chatbot_id uuid not null references chatbot,
  key text not null,
  adapter text not null,
  account text not null,
  address text not null,
  next_at timestamptz not null default now(),
  -- Waits for its destination (paused, or its circuit open), not for its own next try.
  parked boolean not null default false,
  claimed_by int,
  claimed_at timestamptz,
  -- Fence: counts claims, so that a worker that lost the lane cannot settle anything in it.
  claims int not null default 0,
  -- Counts enqueues, so that a lane is not deleted under a delivery that is just coming in.
  pushes int not null default 0,
  primary key (chatbot_id, key)
);
create index lane_due on lane (next_at) where claimed_by is null;
create index lane_claimed on lane (claimed_by) where claimed_by is not null;
create index lane_destination on lane (adapter, account, address);

create table delivery (
  chatbot_id uuid not null references chatbot,
  delivery_id uuid not null,
  lane text not null,
  -- Its place in the lane: the event's seq, then the order in which the adapter planned.
  place bigint not null,
  adapter text not null,
  account text not null,
  address text not null,
  effect text not null,
  body text,
  event_id uuid not null,
  event_type text not null,
  -- The event's conversation, place and episode; null for an event of the chatbot.
  conversation_id uuid,
  event_seq int,
  episode int,
  -- pending, sending, delivered, superseded, rejected, dead
  state text not null default 'pending',
  attempts int not null default 0,
  -- Attempts that are held against it: not those told to come back later.
  failures int not null default 0,
  first_attempt_at timestamptz,
  attempted_at timestamptz,
  uncertain_since timestamptz,
  looks int not null default 0,
  reason text,
  ref text,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (chatbot_id, delivery_id)
) with (fillfactor = 70);
create index delivery_unsettled on delivery (chatbot_id, lane, place) where state in ('pending', 'sending');
create index delivery_conversation on delivery (chatbot_id, conversation_id);

create table attempt (
  chatbot_id uuid not null,
  delivery_id uuid not null,
  attempt int not null,
  at timestamptz not null default now(),
  ms int,
  outcome text not null,
  reason text,
  primary key (chatbot_id, delivery_id, attempt)
);

-- The card of an episode at a destination.
create table posted (
  chatbot_id uuid not null,
  conversation_id uuid not null,
  episode int not null,
  adapter text not null,
  account text not null,
  address text not null,
  ref text not null,
  posted_at timestamptz not null default now(),
  primary key (chatbot_id, conversation_id, episode, adapter, account, address)
);
create index posted_ref on posted (adapter, ref);

create table destination (
  chatbot_id uuid not null references chatbot,
  adapter text not null,
  account text not null,
  address text not null,
  -- ok, open (circuit: too many failures in a row), paused (broken until mended)
  health text not null default 'ok',
  reason text,
  -- When the owner was last told.
  told_at timestamptz,
  failures int not null default 0,
  probes int not null default 0,
  open_until timestamptz,
  changed_at timestamptz not null default now(),
  primary key (chatbot_id, adapter, account, address)
);
create index destination_unwell on destination (adapter, account, address) where health <> 'ok';

-- Which instance took over the work of which dead one.
create table takeover (
  at timestamptz not null default now(),
  dead int not null,
  survivor int not null,
  lanes int not null,
  primary key (dead, survivor, at)
);
