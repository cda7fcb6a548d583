-- Questions between staff and partners, Beckn messages that come again, and the rehearsals of partners' endpoints.

alter table messages
  -- of what is said between staff and a partner: the other side is to answer it
  add column is_question boolean not null default false,
  add check (not is_question or visibility = 'partner');

-- A `support` message that comes again is answered once.
create table support_messages (
  workspace_id uuid not null,
  -- who sent it: two callers may count alike
  sender_id uuid not null,
  message_id text collate "C" not null,
  order_id uuid not null,
  received_at timestamptz(3) not null,
  primary key (workspace_id, sender_id, message_id),
  foreign key (workspace_id, order_id) references orders (workspace_id, id)
);
call protect_tenant_table('support_messages');

-- A rehearsal of a partner's endpoint: events as it would be told them, and what it made of them.
create table partner_certifications (
  workspace_id uuid not null,
  id uuid not null,
  partner_id uuid not null,
  integration_id uuid,
  subscription_id uuid not null,
  -- what was rehearsed: the subscription may change afterwards
  url text collate "C" not null,
  type text collate "C" not null check (type in ('STORE', 'GENERAL')),
  brand text collate "C" not null,
  region text collate "C" not null,
  store_id text collate "C",
  franchisee text collate "C",
  state text collate "C" not null default 'running'
    check (state in ('running', 'passed', 'failed', 'unproven', 'stopped')),
  -- the events to be sent, in their order; fixed before the first is, so that a repeat is the same
  probes jsonb not null,
  -- what came back, one after the other
  exchanges jsonb not null default '[]',
  -- null while it runs
  checks jsonb,
  created_by jsonb not null,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partners (workspace_id, id),
  foreign key (workspace_id, subscription_id) references partner_subscriptions (workspace_id, id),
  check ((state = 'running') = (ended_at is null))
);
-- one at a time for each endpoint
create unique index partner_certifications_running on partner_certifications (workspace_id, subscription_id)
  where state = 'running';
create index partner_certifications_partner on partner_certifications (workspace_id, partner_id, id desc);
call protect_tenant_table('partner_certifications');
