-- What moves of tasks leave behind: who parked it, until when its agent wraps up, how it ended; and who asks whom.

alter table tasks
  add column parked_at timestamptz(3),
  add column wrapup_until timestamptz(3),
  add column disposition text collate "C",
  add constraint task_parked_is_paused check (parked_at is null or state = 'paused' or ended_at is not null),
  add constraint task_wrapup_ends check ((state = 'wrapup') <= (wrapup_until is not null));

-- A second agent is asked while the first keeps the task; it costs no units.
create table consults (
  workspace_id uuid not null,
  id uuid not null,
  task_id uuid not null,
  from_agent_id uuid not null,
  agent_id uuid not null,
  created_at timestamptz(3) not null,
  ended_at timestamptz(3),
  end_reason text collate "C",
  primary key (workspace_id, id),
  foreign key (workspace_id, task_id) references tasks (workspace_id, id),
  foreign key (workspace_id, from_agent_id) references agents (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id)
);
-- one open consult a task; serves the look whether there is one
create unique index consults_open on consults (workspace_id, task_id) where ended_at is null;
call protect_tenant_table('consults');
