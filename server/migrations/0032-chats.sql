-- The live conversation behind a task. Its state is that of its task; only what no task tells is kept here.

create table chat_sessions (
  workspace_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  task_id uuid not null,
  channel text collate "C" not null,
  -- The page it was opened from; null when no page did.
  origin text collate "C",
  -- Of the last message: messages are counted under the lock of this row, so their numbers have no holes.
  message_seq integer not null default 0,
  customer_read_seq integer not null default 0,
  agent_read_seq integer not null default 0,
  -- The last sign of life of the customer's own socket; null = it never had one.
  customer_seen_at timestamptz(3),
  started_at timestamptz(3) not null,
  answered_at timestamptz(3),
  ended_at timestamptz(3),
  ended_by text collate "C" check (ended_by in ('customer', 'agent', 'system')),
  end_reason text collate "C"
    check (end_reason in ('closed', 'abandoned', 'customer_gone', 'message', 'callback', 'task_ended')),
  rating smallint check (rating between 1 and 5),
  rating_comment text,
  rated_at timestamptz(3),
  primary key (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  foreign key (workspace_id, task_id) references tasks (workspace_id, id),
  constraint chat_has_its_end check ((ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null)),
  constraint chat_has_its_rating check ((rating is null) = (rated_at is null))
);
-- One live chat for each ticket, and so for each task.
create unique index chat_sessions_live on chat_sessions (workspace_id, ticket_id) where ended_at is null;
-- serve the list of a ticket, and the end of a task
create index chat_sessions_ticket on chat_sessions (workspace_id, ticket_id, id desc);
create index chat_sessions_task on chat_sessions (workspace_id, task_id);
call protect_tenant_table('chat_sessions');

-- The place of a message in its chat; what it says is in messages, like all that is said on a ticket.
create table chat_messages (
  workspace_id uuid not null,
  chat_id uuid not null,
  seq integer not null,
  message_id uuid not null,
  client_id text collate "C",
  primary key (workspace_id, chat_id, seq),
  unique (workspace_id, message_id),
  foreign key (workspace_id, chat_id) references chat_sessions (workspace_id, id),
  foreign key (workspace_id, message_id) references messages (workspace_id, id)
);
create unique index chat_messages_client on chat_messages (workspace_id, chat_id, client_id) where client_id is not null;
call protect_tenant_table('chat_messages');

-- The chat that a customer's token opens, and nothing beside it.
alter table service_tokens add column chat_id uuid;
create index service_tokens_chat on service_tokens (workspace_id, chat_id) where chat_id is not null;
