-- One event to one endpoint, with its attempts. Written with the event, sent by the worker.

create table deliveries (
  workspace_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  event_id uuid not null,
  sequence integer not null,
  type text collate "C" not null,
  url text not null,
  owner_kind text collate "C" not null check (owner_kind in ('partner', 'token', 'workspace')),
  owner_id uuid not null,
  body text not null,
  state text collate "C" not null default 'pending'
    check (state in ('pending', 'delivered', 'dead', 'cancelled', 'quarantined')),
  attempts integer not null default 0,
  next_attempt_at timestamptz(3) not null,
  lease_until timestamptz(3),
  epoch integer not null default 0,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
-- serves the worker: where state = 'pending' and next_attempt_at <= now() order by next_attempt_at
create index deliveries_due on deliveries (next_attempt_at) where state = 'pending';
-- serves a claim in one workspace beside any backlog of others
create index deliveries_workspace_due on deliveries (workspace_id, next_attempt_at) where state = 'pending';
-- serves a ticket's list and the order within a ticket
create index deliveries_ticket on deliveries (workspace_id, ticket_id, sequence);
-- The last index made wins where the planner sees no difference, as in an empty table: look-ups by id must use this one.
alter table deliveries add primary key (workspace_id, id);
call protect_tenant_table('deliveries');
create policy relay on deliveries for select to switchyard_relay using (true);
grant select (workspace_id, id, ticket_id, sequence, state, attempts, next_attempt_at, lease_until, epoch)
  on deliveries to switchyard_relay;

create table delivery_attempts (
  workspace_id uuid not null,
  id uuid not null,
  delivery_id uuid not null,
  number integer not null,
  trigger text collate "C" not null check (trigger in ('auto', 'manual')),
  started_at timestamptz(3) not null,
  duration_ms integer not null,
  status integer,
  error_class text collate "C",
  address text,
  response text,
  next_attempt_at timestamptz(3),
  primary key (workspace_id, id),
  foreign key (workspace_id, delivery_id) references deliveries (workspace_id, id)
);
create index delivery_attempts_delivery on delivery_attempts (workspace_id, delivery_id, number);
call protect_tenant_table('delivery_attempts');
