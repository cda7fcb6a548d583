-- Cases: escalations of tickets, reviewed by a second pair of eyes. The rules a case lives by are constraints here.

create table case_counters (
  workspace_id uuid primary key references workspaces (id),
  last_number bigint not null
);
call protect_tenant_table('case_counters');

create table cases (
  workspace_id uuid not null,
  id uuid not null,
  number bigint not null,
  version integer not null default 1,
  event_seq integer not null default 0,
  ticket_id uuid not null,
  reason text collate "C" not null,
  reason_text text,
  risk_class text collate "C",
  severity text collate "C" not null check (severity in ('low', 'normal', 'high', 'critical')),
  status text collate "C" not null
    check (status in ('opened', 'triage', 'investigating', 'decision', 'follow_up', 'closed')),
  status_since timestamptz(3) not null,
  level integer not null default 1,
  max_level integer not null,
  queue text collate "C",
  asked_checks text[] collate "C" not null default '{}',
  opened_by jsonb not null,
  trigger text collate "C",
  put_forward_by jsonb,
  waits_for text collate "C" check (waits_for in ('customer', 'partner', 'other')),
  clock jsonb,
  due_at timestamptz(3),
  decision_id uuid,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  closed_at timestamptz(3),
  unique (workspace_id, number),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  constraint case_has_a_level check (level between 1 and max_level),
  constraint case_is_past_review_when_decided check ((status in ('follow_up', 'closed')) = (decision_id is not null)),
  constraint case_ends_when_closed check ((status = 'closed') = (closed_at is not null)),
  constraint case_waits_under_review check (waits_for is null or status not in ('follow_up', 'closed'))
);
-- serves the lanes of the board
create index cases_lane on cases (workspace_id, status, id desc);
-- The last index made wins where the planner sees no difference, as in an empty table: look-ups by id must use this one.
alter table cases add primary key (workspace_id, id);
call protect_tenant_table('cases');

-- The tickets of a case. While it is open no other case of its reason has one of them.
create table case_tickets (
  workspace_id uuid not null,
  case_id uuid not null,
  ticket_id uuid not null,
  reason_key text collate "C" not null,
  is_open boolean not null default true,
  linked_at timestamptz(3) not null,
  primary key (workspace_id, case_id, ticket_id),
  foreign key (workspace_id, case_id) references cases (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
create unique index case_tickets_open on case_tickets (workspace_id, ticket_id, reason_key) where is_open;
-- serves the cases of a ticket
create index case_tickets_ticket on case_tickets (workspace_id, ticket_id, case_id);
call protect_tenant_table('case_tickets');

create table case_checks (
  workspace_id uuid not null,
  case_id uuid not null,
  name text collate "C" not null,
  result text collate "C" not null check (result in ('pass', 'fail', 'not_applicable')),
  note text,
  by jsonb not null,
  at timestamptz(3) not null,
  primary key (workspace_id, case_id, name),
  foreign key (workspace_id, case_id) references cases (workspace_id, id)
);
call protect_tenant_table('case_checks');

-- Evidence is added and never taken away or changed.
create table case_evidence (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  kind text collate "C" not null check (kind in ('note', 'link', 'file', 'event')),
  text text,
  url text,
  file_id text collate "C",
  event_id uuid,
  ticket_id uuid,
  check_name text collate "C",
  by jsonb not null,
  at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, case_id) references cases (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
create index case_evidence_case on case_evidence (workspace_id, case_id, id);
call protect_tenant_table('case_evidence');
revoke update, delete on case_evidence from switchyard_app;

create table case_decisions (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  level integer not null,
  outcome text collate "C" not null check (outcome in ('confirmed', 'rejected', 'referred')),
  note text not null,
  by jsonb not null,
  at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, case_id) references cases (workspace_id, id)
);
create index case_decisions_case on case_decisions (workspace_id, case_id, id);
call protect_tenant_table('case_decisions');
revoke update, delete on case_decisions from switchyard_app;
alter table cases
  add foreign key (workspace_id, decision_id) references case_decisions (workspace_id, id);

-- What people said to a step of a case; `seq` is the place of its event.
create table case_notes (
  workspace_id uuid not null,
  case_id uuid not null,
  seq integer not null,
  body text not null,
  primary key (workspace_id, case_id, seq),
  foreign key (workspace_id, case_id) references cases (workspace_id, id)
);
call protect_tenant_table('case_notes');
revoke update, delete on case_notes from switchyard_app;

-- How far the triggers of cases have read the log. What happened before there were triggers opens no case.
create table case_feeds (
  workspace_id uuid primary key references workspaces (id),
  seq bigint not null,
  failures integer not null default 0
);
insert into case_feeds (workspace_id, seq)
select workspaces.id, event_seq.last_value
from workspaces, event_seq;
call protect_tenant_table('case_feeds');

-- A case is worked as a task of its own, beside the one of its ticket.
alter table tasks add column case_id uuid;
alter table tasks add foreign key (workspace_id, case_id) references cases (workspace_id, id);
drop index tasks_open_of_ticket;
create unique index tasks_open_of_ticket on tasks (workspace_id, ticket_id)
  where case_id is null and state not in ('done', 'cancelled', 'abandoned');
create unique index tasks_open_of_case on tasks (workspace_id, case_id)
  where case_id is not null and state not in ('done', 'cancelled', 'abandoned');
-- serves the task of a case, also when it is over
create index tasks_case on tasks (workspace_id, case_id, id) where case_id is not null;
