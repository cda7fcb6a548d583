-- The line behind a task, as an exchange reported it. Its state is that of its task; only what no task tells is kept here.

create table calls (
  workspace_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  task_id uuid not null,
  call_ref text collate "C" not null,
  from_address text collate "C" not null,
  to_address text collate "C" not null,
  started_at timestamptz(3) not null,
  answered_at timestamptz(3),
  ended_at timestamptz(3),
  ended_by text collate "C" check (ended_by in ('customer', 'agent', 'system')),
  end_reason text collate "C" check (end_reason in ('hung_up', 'abandoned', 'callback', 'task_ended')),
  callback_at timestamptz(3),
  primary key (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  foreign key (workspace_id, task_id) references tasks (workspace_id, id),
  constraint call_has_its_end check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null)),
  constraint call_is_due_back check (callback_at is null or end_reason = 'callback')
);
-- One live call for each reference, and one call for each task.
create unique index calls_live on calls (workspace_id, call_ref) where ended_at is null;
create unique index calls_task on calls (workspace_id, task_id);
-- serve the list of a reference and of a ticket
create index calls_ref on calls (workspace_id, call_ref, id desc);
create index calls_ticket on calls (workspace_id, ticket_id, id desc);
call protect_tenant_table('calls');
