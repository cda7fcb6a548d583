-- What is written of a market and not published yet, and whose text a version brings back.

alter table market_versions
  -- the earlier version whose text this one has again
  add column restores integer,
  add foreign key (workspace_id, slug, restores) references market_versions (workspace_id, slug, version);

create sequence market_draft_version;
grant usage on sequence market_draft_version to switchyard_app;

create table market_drafts (
  workspace_id uuid not null references workspaces (id),
  -- of a market that is in force, or of one that shall be
  slug text collate "C" not null,
  -- never the same twice, also when a draft was dropped and another one begun: a device with an older one knows it
  version bigint not null,
  -- the version of the market it is written over; 0 = none
  based_on integer not null,
  document text not null,
  saved_by jsonb not null,
  saved_at timestamptz(3) not null,
  primary key (workspace_id, slug)
);
call protect_tenant_table('market_drafts');
