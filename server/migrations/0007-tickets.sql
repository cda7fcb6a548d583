-- The record of one request, whatever the channel.

create table tickets (
  workspace_id uuid not null,
  id uuid not null,
  number bigint not null,
  version integer not null default 1,
  event_seq integer not null default 0,
  message_seq integer not null default 0,
  external_id text collate "C",
  type text collate "C",
  category text collate "C",
  priority text collate "C" not null check (priority in ('low', 'normal', 'high', 'critical')),
  channel text collate "C" not null,
  service_line text collate "C",
  language text collate "C" not null,
  lifecycle text collate "C" not null,
  status text collate "C" not null,
  status_category text collate "C" not null
    check (status_category in ('new', 'open', 'waiting', 'hold', 'solved', 'closed')),
  returns_to text collate "C",
  queue text collate "C" not null,
  customer_id uuid not null,
  order_id uuid,
  store_id text collate "C",
  market jsonb,
  handoff jsonb,
  issue_summary text not null default '',
  assignee_id uuid,
  classified_by text collate "C" check (classified_by in ('caller', 'rule', 'default', 'person')),
  cause jsonb,
  correction jsonb,
  solution_check text check (solution_check in ('passed', 'failed')),
  resolution text,
  tags text[] not null default '{}',
  fields jsonb not null default '{}',
  affected text[] not null default '{}',
  sla_policy text collate "C",
  next_due_at timestamptz(3),
  callback_url text,
  created_by jsonb not null,
  workflow_version integer not null,
  reopened integer not null default 0,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  solved_at timestamptz(3),
  closed_at timestamptz(3),
  unique (workspace_id, number),
  foreign key (workspace_id, customer_id) references customers (workspace_id, id),
  foreign key (workspace_id, order_id) references orders (workspace_id, id),
  foreign key (workspace_id, assignee_id) references agents (workspace_id, id)
);
-- serves the views: open tickets of an assignee, and of a queue
create index tickets_assignee on tickets (workspace_id, assignee_id, id desc)
  where status_category not in ('solved', 'closed');
create index tickets_queue on tickets (workspace_id, queue, id desc)
  where status_category not in ('solved', 'closed');
-- serves a customer's earlier tickets
create index tickets_customer on tickets (workspace_id, customer_id, id desc);
create index tickets_external_id on tickets (workspace_id, external_id) where external_id is not null;
-- serves the view of tickets about to breach
create index tickets_next_due on tickets (workspace_id, next_due_at)
  where next_due_at is not null and status_category not in ('solved', 'closed');
-- The last index made wins where the planner sees no difference, as in an empty table: look-ups by id must use this one.
alter table tickets add primary key (workspace_id, id);
call protect_tenant_table('tickets');

create table messages (
  workspace_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  seq integer not null,
  client_id text collate "C",
  author_kind text collate "C" not null check (author_kind in ('customer', 'agent', 'token', 'member', 'system', 'partner')),
  author_id uuid,
  visibility text collate "C" not null check (visibility in ('public', 'partner', 'internal')),
  body text not null,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, ticket_id, seq),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
create unique index messages_client_id on messages (workspace_id, ticket_id, client_id) where client_id is not null;
call protect_tenant_table('messages');

create table ticket_links (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  ticket_id uuid not null,
  kind text collate "C" not null check (kind in ('parent', 'duplicate', 'caused_by', 'related')),
  other_ticket_id uuid not null,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, ticket_id, kind, other_ticket_id),
  check (ticket_id <> other_ticket_id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  foreign key (workspace_id, other_ticket_id) references tickets (workspace_id, id)
);
create index ticket_links_other on ticket_links (workspace_id, other_ticket_id);
call protect_tenant_table('ticket_links');
