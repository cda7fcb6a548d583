-- What customers do by themselves: sign in by a link, see what became of their requests, say how it was.

-- The links that sign customers in, by hash. Whoever gets the mail of an address has shown that it is theirs.
create table portal_links (
  workspace_id uuid not null references workspaces (id),
  token_hash bytea not null,
  address text collate "C" not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  primary key (workspace_id, token_hash)
);
-- serves the limit of links to one address
create index portal_links_address on portal_links (workspace_id, address) where used_at is null;
call protect_tenant_table('portal_links');

-- The address whose requests a customer's token shows: of every customer that has it.
alter table service_tokens
  add column portal_address text collate "C",
  add check (portal_address is null or customer_id is not null);
create index service_tokens_portal on service_tokens (workspace_id, portal_address) where portal_address is not null;
-- serves the removal of tokens of chats and portals that are over
create index service_tokens_over on service_tokens (workspace_id, expires_at)
  where chat_id is not null or portal_address is not null;

-- How a request was for its customer.
create table ticket_ratings (
  workspace_id uuid not null,
  ticket_id uuid not null,
  score smallint not null check (score between 1 and 5),
  comment text,
  rated_at timestamptz(3) not null,
  primary key (workspace_id, ticket_id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
call protect_tenant_table('ticket_ratings');

alter table outbox_mails
  drop constraint outbox_mails_kind_check,
  add check (kind in ('reply', 'transcript', 'portal_link', 'invited', 'assigned', 'mentioned', 'sla_breached',
    'case_decision', 'webhook_disabled'));
