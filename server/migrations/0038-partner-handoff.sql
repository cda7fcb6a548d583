-- Markets in force, stores that change, and the hand-off of guests' requests to partners.

alter table stores
  add column version integer not null default 1,
  add column updated_at timestamptz(3) not null default now();
create index stores_franchisee on stores (workspace_id, franchisee, store_id) where franchisee is not null;

-- A partner's way in for one brand and region. Which environment it is for is its workspace's purpose to say.
create table partner_integrations (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  partner_id uuid not null,
  name text not null,
  brand text collate "C" not null,
  region text collate "C" not null,
  created_by jsonb not null,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, partner_id, brand, region),
  foreign key (workspace_id, partner_id) references partners (workspace_id, id)
);
call protect_tenant_table('partner_integrations');

alter table service_tokens
  -- null = every market, every franchisee
  add column markets text[] collate "C",
  add column franchisees text[] collate "C",
  -- the integration it speaks for; its successors speak for the same one
  add column integration_id uuid,
  add foreign key (workspace_id, integration_id) references partner_integrations (workspace_id, id);

-- The agent that stands for a partner with its hand-offs: it is asked by them alone, and pauses for nothing.
alter table agents
  add column is_partner_desk boolean not null default false;
create unique index agents_partner_desk on agents (workspace_id, partner_id) where is_partner_desk;

-- The endpoint of a partner's subscription: told of hand-offs by name, not of the workspace's events.
alter table webhook_endpoints
  add column partner_id uuid,
  add foreign key (workspace_id, partner_id) references partners (workspace_id, id);

grant select (partner_id) on webhook_endpoints to switchyard_relay;

create table partner_subscriptions (
  workspace_id uuid not null,
  -- its endpoint's too
  id uuid not null,
  partner_id uuid not null,
  -- null where it was made for the partner as a whole
  integration_id uuid,
  type text collate "C" not null check (type in ('STORE', 'GENERAL')),
  brand text collate "C" not null,
  region text collate "C" not null,
  store_id text collate "C",
  franchisee text collate "C",
  acceptance text collate "C" not null default 'receipt' check (acceptance in ('receipt', 'explicit')),
  accept_within_seconds integer not null default 900 check (accept_within_seconds between 10 and 86400),
  echoes_own boolean not null default false,
  created_by jsonb not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references webhook_endpoints (workspace_id, id),
  foreign key (workspace_id, partner_id) references partners (workspace_id, id),
  foreign key (workspace_id, integration_id) references partner_integrations (workspace_id, id),
  check (store_id is null or franchisee is null),
  check (type = 'STORE' or (store_id is null and franchisee is null))
);
-- one subscriber for each place and type, whoever races for it
create unique index partner_subscriptions_scope
  on partner_subscriptions (workspace_id, brand, region, type, coalesce(store_id, ''), coalesce(franchisee, ''))
  where deleted_at is null;
call protect_tenant_table('partner_subscriptions');

-- What became of a submission: decided with its ticket, never changed but for the partner's own id.
create table handoffs (
  workspace_id uuid not null,
  ticket_id uuid not null,
  outcome text collate "C" not null check (outcome in ('forwarded', 'internal', 'no_subscriber', 'own_submission')),
  configured_type text collate "C" not null check (configured_type in ('STORE', 'GENERAL')),
  resolved_type text collate "C" not null check (resolved_type in ('STORE', 'GENERAL')),
  reason text collate "C" check (reason in ('no_order', 'late')),
  explanation jsonb not null,
  market text collate "C" not null,
  brand text collate "C" not null,
  region text collate "C" not null,
  store_id text collate "C",
  -- the group and sub-category as they were called then
  choice jsonb not null,
  source text collate "C" not null,
  order_told jsonb,
  partner_id uuid,
  subscription_id uuid,
  -- the offer to the partner's desk; null where its endpoint was failing, so that own queues had it at once
  offer_id uuid,
  -- of a token that is a partner of its own, that token
  raised_by_partner_id uuid,
  raised_by_integration_id uuid,
  partner_external_id text,
  submitted_at timestamptz(3) not null,
  created_at timestamptz(3) not null,
  primary key (workspace_id, ticket_id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  foreign key (workspace_id, partner_id) references partners (workspace_id, id),
  foreign key (workspace_id, subscription_id) references partner_subscriptions (workspace_id, id)
);
-- serves a partner's list: what it was handed, and what it raised
create index handoffs_partner on handoffs (workspace_id, partner_id, ticket_id desc) where partner_id is not null;
create index handoffs_raiser on handoffs (workspace_id, raised_by_partner_id, ticket_id desc)
  where raised_by_partner_id is not null;
call protect_tenant_table('handoffs');
