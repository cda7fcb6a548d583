-- Who can take tasks. What an agent is (agents) changes rarely; what it is doing (agent_loads) changes all the time.

create table agents (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind text collate "C" not null check (kind in ('person', 'bot', 'partner')),
  name text not null,
  email text collate "C",
  member_id uuid,
  partner_id uuid,
  team text collate "C",
  languages text[] not null default '{en}',
  skills jsonb not null default '{}',
  queues text[] not null default '{}',
  channels text[],
  unit_overrides jsonb not null default '{}',
  rating text,
  contact jsonb,
  organization jsonb,
  endpoint_url text,
  archived_at timestamptz(3),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  foreign key (workspace_id, partner_id) references partners (workspace_id, id)
);
create unique index agents_member on agents (workspace_id, member_id) where member_id is not null;
call protect_tenant_table('agents');

-- Units are reserved at offer and used from accept; the check is invariant 2 of the domain: never over capacity,
-- except by what a recorded forced assignment put on top.
create table agent_loads (
  workspace_id uuid not null references workspaces (id),
  agent_id uuid not null,
  presence text collate "C" not null default 'offline'
    check (presence in ('offline', 'available', 'busy', 'away', 'draining')),
  presence_reason text,
  presence_source text collate "C" not null default 'api' check (presence_source in ('api', 'socket')),
  presence_since timestamptz(3) not null default now(),
  presence_until timestamptz(3),
  heartbeat_at timestamptz(3),
  idle_since timestamptz(3) not null default now(),
  capacity_units integer not null default 100 check (capacity_units >= 0),
  used_units integer not null default 0 check (used_units >= 0),
  reserved_units integer not null default 0 check (reserved_units >= 0),
  forced_units integer not null default 0 check (forced_units >= 0),
  missed_offers integer not null default 0,
  version integer not null default 1,
  event_seq integer not null default 0,
  primary key (workspace_id, agent_id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id),
  constraint agent_within_capacity check (used_units + reserved_units <= capacity_units + forced_units)
);
-- serves the search for agents whose socket has gone silent
create index agent_loads_heartbeat on agent_loads (workspace_id, heartbeat_at)
  where presence_source = 'socket' and presence <> 'offline';
call protect_tenant_table('agent_loads');
