-- Who follows a ticket, who was named in a note, what is to be done on it, what time does to it, and changes of many.

create table ticket_followers (
  workspace_id uuid not null references workspaces (id),
  ticket_id uuid not null,
  agent_id uuid not null,
  reason text collate "C" not null check (reason in ('self', 'added', 'mentioned')),
  created_at timestamptz(3) not null,
  primary key (workspace_id, ticket_id, agent_id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id)
);
-- serves the view of what an agent follows
create index ticket_followers_agent on ticket_followers (workspace_id, agent_id, ticket_id desc);
call protect_tenant_table('ticket_followers');

create table mentions (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  agent_id uuid not null,
  ticket_id uuid not null,
  message_id uuid not null,
  created_at timestamptz(3) not null,
  read_at timestamptz(3),
  primary key (workspace_id, id),
  unique (workspace_id, message_id, agent_id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  foreign key (workspace_id, message_id) references messages (workspace_id, id)
);
-- serves an agent's list, newest first
create index mentions_agent on mentions (workspace_id, agent_id, id desc);
-- serves the number of unread ones
create index mentions_unread on mentions (workspace_id, agent_id) where read_at is null;
call protect_tenant_table('mentions');

-- Only where somebody has touched it: until then the items are those the workflow gives the ticket's type.
create table ticket_checklists (
  workspace_id uuid not null references workspaces (id),
  ticket_id uuid not null,
  items jsonb not null,
  done integer not null,
  total integer not null check (done between 0 and total),
  updated_at timestamptz(3) not null,
  primary key (workspace_id, ticket_id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
call protect_tenant_table('ticket_checklists');

alter table ticket_links
  drop constraint ticket_links_kind_check,
  add constraint ticket_links_kind_check
    check (kind in ('parent', 'duplicate', 'caused_by', 'blocked_by', 'related', 'follow_up', 'split_from'));
-- a ticket has one parent
create unique index ticket_links_parent on ticket_links (workspace_id, ticket_id) where kind = 'parent';

-- Since when a ticket is in a status that time moves on, and which of its moves have been made.
create table ticket_stays (
  workspace_id uuid not null references workspaces (id),
  ticket_id uuid not null,
  status text collate "C" not null,
  since timestamptz(3) not null,
  made text[] collate "C" not null default '{}',
  primary key (workspace_id, ticket_id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
call protect_tenant_table('ticket_stays');

-- One change of many tickets, done by the worker, to be undone for a while.
create table bulk_changes (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  state text collate "C" not null check (state in ('running', 'done', 'undoing', 'undone')),
  action jsonb not null,
  -- what chose the tickets: a search, or ids
  selection jsonb not null,
  -- who asked, with the permissions and scope of that moment
  principal jsonb not null,
  -- who asked for the undoing, likewise
  undone_by jsonb,
  origin jsonb,
  created_at timestamptz(3) not null,
  finished_at timestamptz(3),
  undoable_until timestamptz(3),
  undone_at timestamptz(3),
  primary key (workspace_id, id)
);
-- serves the worker, which looks for what is under way
create index bulk_changes_open on bulk_changes (workspace_id, id) where state in ('running', 'undoing');
-- serves the list of somebody's last ones
create index bulk_changes_by on bulk_changes (workspace_id, (principal ->> 'id'), id desc);
call protect_tenant_table('bulk_changes');

create table bulk_tickets (
  workspace_id uuid not null references workspaces (id),
  bulk_id uuid not null,
  ticket_id uuid not null,
  outcome text collate "C" not null default 'pending'
    check (outcome in ('pending', 'changed', 'unchanged', 'refused', 'undone', 'kept')),
  -- why it was refused, or kept when the change was undone
  code text collate "C",
  detail text,
  -- what undoing gives back, and the version that undoing expects
  before jsonb,
  version integer,
  primary key (workspace_id, bulk_id, ticket_id),
  foreign key (workspace_id, bulk_id) references bulk_changes (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
create index bulk_tickets_outcome on bulk_tickets (workspace_id, bulk_id, outcome, ticket_id);
call protect_tenant_table('bulk_tickets');
