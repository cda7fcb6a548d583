-- What of each queue arrived, was taken, left and met its targets, by quarter of an hour; and the indexes of what stands now.

-- A quarter is counted once it is over. All figures of a day are sums of these and of the little since the last one.
create table queue_spans (
  workspace_id uuid not null,
  queue text collate "C" not null,
  -- A quarter of an hour: the midnights of all zones fall on one.
  began_at timestamptz(3) not null,
  channel text collate "C" not null,
  arrivals integer not null,
  -- Cancelled or abandoned before anybody took them.
  abandoned integer not null,
  -- Accepted for the first time; their waits added up, and counted by bucket (core/waits, `waitBucket`).
  taken integer not null,
  waited_ms bigint not null,
  waits jsonb not null,
  -- Targets met. Those broken are not among them: a breach bears the instant of its target, however late it is written.
  met integer not null,
  primary key (workspace_id, queue, began_at, channel)
);
-- serves the removal of what is old
create index queue_spans_old on queue_spans (workspace_id, began_at);
call protect_tenant_table('queue_spans');

-- Up to when a workspace has been counted; nothing may be counted twice or left out. `recounts` grows when the history
-- was written anew, for whoever remembers what was counted before.
create table queue_span_marks (
  workspace_id uuid primary key references workspaces (id),
  counted_until timestamptz(3) not null,
  recounts integer not null default 0
);
call protect_tenant_table('queue_span_marks');

-- The open tasks by what the figures of a queue ask of them, so that no row of 100,000 is visited.
drop index tasks_live;
create index tasks_live on tasks (workspace_id, queue, entered_at) include (priority, state, channel)
  where state not in ('done', 'cancelled', 'abandoned');
-- serves the arrivals of the last hour and of the present quarter. Of all rows; said as a part of them, it is no choice
-- for a look-up by id, which in an empty table would take the last index made.
create index tasks_arrived on tasks (workspace_id, created_at) include (queue, priority, channel)
  where created_at >= timestamptz '1970-01-01 00:00:00+00';
-- serves who left a queue lately; of what ended otherwise nothing is asked
drop index tasks_ended;
create index tasks_left on tasks (workspace_id, queue, ended_at) where state in ('cancelled', 'abandoned');
-- serves the next target of a queue, and how many are over
create index tickets_due on tickets (workspace_id, queue, next_due_at) include (channel)
  where next_due_at is not null and status_category not in ('solved', 'closed');
