-- Orders are known by their provider's id too and have whoever fulfils them; each has one support session at a time.

alter table orders
  -- what its provider calls it; null = the same as we do
  add column provider_id text collate "C",
  -- who fulfils it (a doctor, a driver, a bot), as told
  add column agent jsonb;
-- serves finding an order by what its provider calls it; an erased one is called nothing
create unique index orders_provider on orders (workspace_id, provider_id) where provider_id is not null;

-- The support of one order: a ticket, with its chat and task, under the order's own id. What is told of it is kept whole.
create table support_sessions (
  workspace_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  ticket_id uuid not null,
  chat_id uuid not null,
  descriptor jsonb,
  faq jsonb,
  callback_phone text,
  -- the agent as it was named or searched, with the expiry of the wish
  agent jsonb,
  -- the address of the customer's page has the chat's token in it
  chat_token bytea not null,
  opened_at timestamptz(3) not null,
  closed_at timestamptz(3),
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references orders (workspace_id, id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  foreign key (workspace_id, chat_id) references chat_sessions (workspace_id, id)
);
create unique index support_sessions_open on support_sessions (workspace_id, order_id) where closed_at is null;
-- serve what is told of a ticket, and the history of an order
create index support_sessions_ticket on support_sessions (workspace_id, ticket_id);
create index support_sessions_order on support_sessions (workspace_id, order_id, id desc);
call protect_tenant_table('support_sessions');

-- Each rating once by whoever gives it; averages are totals over counts.
create table ratings (
  workspace_id uuid not null,
  id uuid not null,
  category text collate "C" not null check (category in ('Order', 'Agent', 'Support')),
  subject_id uuid not null,
  value numeric(6, 4) not null,
  -- of the message that brought it: said again it counts once
  message_id text collate "C" not null,
  rated_at timestamptz(3) not null,
  primary key (workspace_id, id),
  unique (workspace_id, category, subject_id, message_id)
);
call protect_tenant_table('ratings');
