-- The versioned operational documents. A published version is never edited.

create table workflow_versions (
  workspace_id uuid not null references workspaces (id),
  version integer not null,
  document text not null,
  published_by jsonb not null,
  published_at timestamptz(3) not null default now(),
  primary key (workspace_id, version)
);
call protect_tenant_table('workflow_versions');
revoke update, delete on workflow_versions from switchyard_app;

create table market_versions (
  workspace_id uuid not null references workspaces (id),
  slug text collate "C" not null,
  version integer not null,
  document text not null,
  published_by jsonb not null,
  published_at timestamptz(3) not null default now(),
  primary key (workspace_id, slug, version)
);
call protect_tenant_table('market_versions');
revoke update, delete on market_versions from switchyard_app;
