-- What happens to tickets by itself.

-- How far automations have read the log. What happened before there were any is not acted on.
create table automation_feeds (
  workspace_id uuid primary key references workspaces (id),
  seq bigint not null,
  failures integer not null default 0
);
insert into automation_feeds (workspace_id, seq)
select workspaces.id, event_seq.last_value
from workspaces, event_seq;
call protect_tenant_table('automation_feeds');

-- What automations did or could not do, and why. A row is also what keeps the same rule from acting twice on one event.
create table automation_runs (
  workspace_id uuid not null,
  id uuid not null,
  automation text collate "C" not null,
  ticket_id uuid not null,
  -- what it acted on: `event:<seq>`, `time:<since, epoch ms>`
  trigger text collate "C" not null,
  -- the word of the workflow document
  on_event text collate "C" not null,
  event_id uuid,
  outcome text collate "C" not null check (outcome in ('done', 'failed', 'stopped')),
  code text collate "C" not null,
  reason text not null,
  did text[] not null default '{}',
  chain text[] collate "C" not null default '{}',
  workflow_version integer not null,
  at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
-- serves the log of a ticket, and what acted on it lately
create unique index automation_runs_once on automation_runs (workspace_id, ticket_id, automation, trigger);
-- serves the log and the figures of an automation
create index automation_runs_automation on automation_runs (workspace_id, automation, id desc);
call protect_tenant_table('automation_runs');
