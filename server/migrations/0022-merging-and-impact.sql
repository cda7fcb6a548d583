-- Tickets that turn out to be one, and requests that go on in another ticket.

create table ticket_merges (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  source_id uuid not null,
  target_id uuid not null,
  reason text,
  -- what undoing it gives back to the source: its status and its task
  before jsonb not null,
  merged_at timestamptz(3) not null,
  undone_at timestamptz(3),
  primary key (workspace_id, id),
  check (source_id <> target_id),
  foreign key (workspace_id, source_id) references tickets (workspace_id, id),
  foreign key (workspace_id, target_id) references tickets (workspace_id, id)
);
-- a ticket is merged into one other at most
create unique index ticket_merges_source on ticket_merges (workspace_id, source_id) where undone_at is null;
create index ticket_merges_target on ticket_merges (workspace_id, target_id) where undone_at is null;
call protect_tenant_table('ticket_merges');

-- The ticket a message was said to, where it is kept on another: that one was merged, or closed too long ago.
alter table messages
  add column said_to uuid;
-- the sender's own id holds on the ticket it was said to, wherever it is kept
drop index messages_client_id;
create unique index messages_client_id on messages (workspace_id, coalesce(said_to, ticket_id), client_id)
  where client_id is not null;

alter table ticket_links
  drop constraint ticket_links_kind_check,
  add constraint ticket_links_kind_check
    check (kind in ('parent', 'duplicate', 'caused_by', 'related', 'follow_up', 'split_from'));

-- What the priority is computed from, and why somebody set another one.
alter table tickets
  add column impact text collate "C" check (impact in ('high', 'normal', 'low')),
  add column urgency text collate "C" check (urgency in ('high', 'normal', 'low')),
  add column priority_reason text;
