-- Subscriptions: endpoints that are told of events, on the pipeline that callbacks take.

create table webhook_endpoints (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  url text not null,
  description text,
  -- types of the catalogue, `ticket.*` or `*`
  event_types text[] collate "C" not null,
  -- limits to tickets of these; null = all
  channels text[] collate "C",
  queues text[] collate "C",
  status text collate "C" not null default 'active' check (status in ('active', 'disabled')),
  disabled_reason text collate "C" check (disabled_reason in ('auto', 'gone', 'manual', 'policy')),
  delivery_order text collate "C" not null default 'held' check (delivery_order in ('held', 'strict', 'unordered')),
  -- events above this number are told by themselves; set anew whenever it becomes active
  since_seq bigint not null,
  created_by jsonb not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3),
  version integer not null default 1,
  primary key (workspace_id, id),
  check ((status = 'disabled') = (disabled_reason is not null))
);
call protect_tenant_table('webhook_endpoints');

-- How an endpoint does, changed by every attempt: apart from what people set, so that neither waits for the other.
create table webhook_states (
  workspace_id uuid not null,
  endpoint_id uuid not null,
  failures integer not null default 0,
  pauses integer not null default 0,
  -- the breaker is open while it is set: when one delivery is sent as a probe
  probe_at timestamptz(3),
  first_failed_at timestamptz(3),
  failed_attempts integer not null default 0,
  succeeded_at timestamptz(3),
  -- what the last minutes came to: [{minute, failed, total}]
  recent jsonb not null default '[]',
  primary key (workspace_id, endpoint_id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id)
);
-- serves the worker and its claims: where probe_at <= now()
create index webhook_states_probe on webhook_states (workspace_id, probe_at) where probe_at is not null;
call protect_tenant_table('webhook_states');
create policy relay on webhook_states for select to switchyard_relay using (true);
grant select (workspace_id, endpoint_id, probe_at) on webhook_states to switchyard_relay;

-- How far the events of a workspace have been made into deliveries; moves in the transaction that writes these.
create table webhook_cursors (
  workspace_id uuid not null primary key references workspaces (id),
  seq bigint not null
);
call protect_tenant_table('webhook_cursors');
create policy relay on webhook_cursors for select to switchyard_relay using (true);
grant select (workspace_id, seq) on webhook_cursors to switchyard_relay;
create policy relay on webhook_endpoints for select to switchyard_relay using (true);
grant select (workspace_id, id, status, deleted_at) on webhook_endpoints to switchyard_relay;

alter table callback_keys drop constraint callback_keys_owner_kind_check;
alter table callback_keys add check (owner_kind in ('partner', 'token', 'workspace', 'webhook'));
alter table deliveries drop constraint deliveries_owner_kind_check;
alter table deliveries add check (owner_kind in ('partner', 'token', 'workspace', 'webhook'));

alter table delivery_attempts drop constraint delivery_attempts_workspace_id_delivery_id_fkey;
alter table deliveries drop constraint deliveries_pkey;
alter table deliveries
  -- an endpoint may be told of what belongs to no ticket
  alter column ticket_id drop not null,
  -- the subscription it belongs to; null for callbacks and offers
  add column endpoint_id uuid,
  -- what order is kept about where that is not the ticket
  add column order_key uuid,
  -- the endpoint wants nothing of a ticket before what came earlier
  add column is_strict boolean not null default false,
  -- attempts that do not count in the schedule: probes, and those before it was recovered
  add column uncounted integer not null default 0,
  -- deliveries of one lane to one target go in order, one at a time
  add column lane_id uuid generated always as (coalesce(order_key, ticket_id)) stored,
  add column target text collate "C" generated always as (coalesce(endpoint_id::text, url)) stored,
  add foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id),
  add check (endpoint_id is not null or ticket_id is not null);
-- serves the order within a lane
create index deliveries_lane on deliveries (workspace_id, lane_id, sequence);
-- serves the list of an endpoint, and the removal of old ones
create index deliveries_endpoint on deliveries (workspace_id, endpoint_id, id) where endpoint_id is not null;
-- serves probes, and what ends or frees all that waits for an endpoint
create index deliveries_endpoint_pending on deliveries (workspace_id, endpoint_id, id)
  where endpoint_id is not null and state = 'pending';
-- tells an endpoint of an event once
create unique index deliveries_endpoint_event on deliveries (workspace_id, endpoint_id, event_id)
  where endpoint_id is not null;
-- Made last again: see 0010.
alter table deliveries add primary key (workspace_id, id);
alter table delivery_attempts
  add foreign key (workspace_id, delivery_id) references deliveries (workspace_id, id);
