-- What adapters must still know after a restart (where a tenant's service is, which channels are a team's): of the
-- platform, not of a chatbot.

create table adapter_fact (
  adapter text not null,
  name text not null,
  fact text not null,
  primary key (adapter, name)
);
