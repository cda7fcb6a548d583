-- Service-level clocks of tickets, and the one mechanism by which time makes things happen.

create table sla_clocks (
  workspace_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  metric text collate "C" not null
    check (metric in ('firstResponse', 'nextResponse', 'periodicUpdate', 'resolution')),
  instance integer not null default 1,
  policy text collate "C" not null,
  state text collate "C" not null
    check (state in ('running', 'paused', 'met', 'breached', 'cancelled', 'not_applicable')),
  target_ms bigint not null,
  started_at timestamptz(3) not null,
  due_at timestamptz(3),
  met_at timestamptz(3),
  breached_at timestamptz(3),
  detail jsonb not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, ticket_id, metric, instance),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
call protect_tenant_table('sla_clocks');

-- One pending wake-up for each (kind, subject); moving it raises the version, so a stale worker finds nothing.
create table timers (
  workspace_id uuid not null,
  kind text collate "C" not null,
  subject_id uuid not null,
  due_at timestamptz(3) not null,
  version integer not null default 1,
  lease_until timestamptz(3),
  epoch integer not null default 0,
  failures integer not null default 0,
  primary key (workspace_id, kind, subject_id)
);
-- serves the worker: where due_at <= now() order by due_at
create index timers_due on timers (due_at);
call protect_tenant_table('timers');
create policy relay on timers for select to switchyard_relay using (true);
grant select (workspace_id, kind, subject_id, due_at, version, lease_until, epoch, failures) on timers to switchyard_relay;

-- Work of the whole installation that one process does at a time (partitions, removal of old rows).
create table chores (
  name text collate "C" primary key,
  due_at timestamptz(3) not null default now(),
  lease_until timestamptz(3),
  epoch integer not null default 0,
  last_done_at timestamptz(3)
);
grant select, insert, update on chores to switchyard_app;
