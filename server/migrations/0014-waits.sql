-- What was told about waits and what came of it, and the indexes of the live figures of a queue.

create table wait_promises (
  workspace_id uuid not null,
  id uuid not null,
  task_id uuid not null,
  queue text collate "C" not null,
  priority text collate "C" not null,
  position integer not null check (position > 0),
  p50_seconds integer not null check (p50_seconds >= 0),
  p90_seconds integer not null,
  basis text collate "C" not null,
  confidence text collate "C" not null,
  promised_at timestamptz(3) not null,
  -- Minutes since 1970: a task is promised once a minute, however often it is asked.
  promised_minute integer not null,
  ended_at timestamptz(3),
  outcome text collate "C" check (outcome in ('accepted', 'left')),
  primary key (workspace_id, id),
  unique (workspace_id, task_id, promised_minute),
  foreign key (workspace_id, task_id) references tasks (workspace_id, id),
  check (p90_seconds >= p50_seconds),
  constraint promise_is_scored_whole check ((ended_at is null) = (outcome is null))
);
-- serves the accuracy of a queue over a time
create index wait_promises_queue on wait_promises (workspace_id, queue, promised_at);
-- serves the scoring
create index wait_promises_open on wait_promises (workspace_id, task_id) where ended_at is null;
call protect_tenant_table('wait_promises');

-- serves how a queue was served lately and today; written at acceptance only
create index offers_taken on offers (workspace_id, queue, ended_at) where state = 'accepted';
-- serves who left a queue lately, and today's arrivals that are over; written at the end only
create index tasks_ended on tasks (workspace_id, queue, ended_at) where ended_at is not null;
-- serve today's figures of the service levels
create index sla_clocks_met on sla_clocks (workspace_id, met_at) where met_at is not null;
create index sla_clocks_breached on sla_clocks (workspace_id, breached_at) where breached_at is not null;
