-- What somebody is writing on a ticket and has not sent: kept, so that it is there on any device.

create sequence draft_revision;
grant usage on sequence draft_revision to switchyard_app;

create table drafts (
  workspace_id uuid not null references workspaces (id),
  ticket_id uuid not null,
  -- the member or token that writes
  writer_id uuid not null,
  visibility text collate "C" not null check (visibility in ('public', 'partner', 'internal')),
  -- the house of the writer; null = staff
  partner_id uuid,
  -- never the same twice, also when a draft was removed and another one begun: a device with an older one knows it
  revision bigint not null,
  body text not null,
  macro jsonb,
  read_seq integer,
  updated_at timestamptz(3) not null,
  primary key (workspace_id, ticket_id, writer_id, visibility),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id)
);
-- serves the removal of old ones
create index drafts_updated on drafts (workspace_id, updated_at);
call protect_tenant_table('drafts');
