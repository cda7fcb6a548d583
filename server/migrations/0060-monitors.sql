-- A supervisor watches a task that an agent has in hand, whispers to the agent or barges in; it costs no units.

create table monitors (
  workspace_id uuid not null,
  id uuid not null,
  task_id uuid not null,
  -- whose work it is
  agent_id uuid not null,
  supervisor_kind text collate "C" not null check (supervisor_kind in ('member', 'token')),
  supervisor_id uuid not null,
  -- the agent that the supervisor is; null = none
  supervisor_agent_id uuid,
  mode text collate "C" not null check (mode in ('listen', 'whisper', 'barge')),
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  end_reason text collate "C",
  primary key (workspace_id, id),
  foreign key (workspace_id, task_id) references tasks (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id),
  foreign key (workspace_id, supervisor_agent_id) references agents (workspace_id, id),
  constraint monitor_has_its_end check ((ended_at is null) = (end_reason is null))
);
-- one open monitor a supervisor and task; serves the look who watches
create unique index monitors_open on monitors (workspace_id, task_id, supervisor_id) where ended_at is null;
call protect_tenant_table('monitors');
