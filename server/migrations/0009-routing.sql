-- Tasks wait, offers reserve, decisions explain. The invariants of the domain are constraints here.

create table router_shards (
  workspace_id uuid primary key references workspaces (id),
  epoch bigint not null default 0,
  holder text collate "C",
  lease_until timestamptz(3)
);
call protect_tenant_table('router_shards');
create policy relay on router_shards for select to switchyard_relay using (true);
grant select on router_shards to switchyard_relay;

create table tasks (
  workspace_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  kind text collate "C" not null,
  queue text collate "C" not null,
  channel text collate "C" not null,
  priority text collate "C" not null,
  requirements jsonb not null,
  state text collate "C" not null check (state in
    ('waiting', 'offered', 'active', 'wrapup', 'paused', 'done', 'cancelled', 'abandoned')),
  agent_id uuid,
  entered_at timestamptz(3) not null,
  exclusions jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id),
  constraint task_has_its_agent check ((state in ('active', 'wrapup')) <= (agent_id is not null))
);
create unique index tasks_open_of_ticket on tasks (workspace_id, ticket_id)
  where state not in ('done', 'cancelled', 'abandoned');
-- serves the task of a ticket, also when it is over
create index tasks_ticket on tasks (workspace_id, ticket_id, id);
-- serves the router's snapshot and the live list of a queue
create index tasks_live on tasks (workspace_id, queue, entered_at)
  where state not in ('done', 'cancelled', 'abandoned');
-- The last index made wins where the planner sees no difference, as in an empty table: look-ups by id must use this one.
alter table tasks add primary key (workspace_id, id);
call protect_tenant_table('tasks');

create table offers (
  workspace_id uuid not null,
  id uuid not null,
  task_id uuid not null,
  ticket_id uuid not null,
  agent_id uuid not null,
  decision_id uuid,
  queue text collate "C" not null,
  channel text collate "C" not null,
  state text collate "C" not null check (state in
    ('pending', 'accepted', 'declined', 'expired', 'revoked', 'cancelled')),
  units integer not null check (units >= 0),
  forced boolean not null default false,
  one_at_a_time boolean not null,
  reasons jsonb not null default '[]',
  end_code text collate "C",
  end_note text,
  version integer not null default 1,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3),
  released_at timestamptz(3),
  primary key (workspace_id, id),
  foreign key (workspace_id, task_id) references tasks (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id)
);
-- Invariant 1: one accepted, unreleased offer a task; one pending offer for (task, agent); a person has one at a time.
create unique index offers_accepted on offers (workspace_id, task_id) where state = 'accepted' and released_at is null;
create unique index offers_pending on offers (workspace_id, task_id, agent_id) where state = 'pending';
create unique index offers_one_at_a_time on offers (workspace_id, agent_id) where state = 'pending' and one_at_a_time;
-- serves an agent's list and its workload
create index offers_agent on offers (workspace_id, agent_id, created_at);
-- serves what an agent holds now
create index offers_held on offers (workspace_id, agent_id)
  where state = 'pending' or (state = 'accepted' and released_at is null);
create index offers_task on offers (workspace_id, task_id, created_at);
call protect_tenant_table('offers');

create table decisions (
  workspace_id uuid not null,
  id uuid not null,
  task_id uuid not null,
  agent_id uuid,
  input_seq bigint not null,
  workflow_version integer not null,
  record jsonb not null,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id)
);
create index decisions_task on decisions (workspace_id, task_id, created_at);
call protect_tenant_table('decisions');
revoke update, delete on decisions from switchyard_app;
