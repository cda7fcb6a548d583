-- The audit trail: from where each change came, and seals that show whether the log was touched afterwards.

-- Null for what the product did by itself.
alter table events add column origin jsonb;

-- The key that signs seals and checkpoints. The private part is sealed under the key of the data folder, so whoever
-- holds the database alone can neither sign nor put a key of their own in its place.
create table audit_keys (
  workspace_id uuid not null references workspaces (id),
  number integer not null,
  public_key bytea not null,
  private_sealed bytea not null,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, number)
);
call protect_tenant_table('audit_keys');
revoke update, delete on audit_keys from switchyard_app;

-- One row for each batch of events in the order of the log. hashes holds 32 bytes an event: the SHA-256 of the hash
-- before it and of the event. rows counts all events sealed so far. The primary key lets one sealer win.
create table audit_seals (
  workspace_id uuid not null references workspaces (id),
  number integer not null,
  rows bigint not null,
  last_seq bigint not null,
  seqs bigint[] not null,
  hashes bytea not null,
  key_number integer not null,
  signature bytea not null,
  primary key (workspace_id, number),
  foreign key (workspace_id, key_number) references audit_keys (workspace_id, number)
);
-- 32 bytes of a hash cannot be compressed.
alter table audit_seals alter column hashes set storage external;
call protect_tenant_table('audit_seals');
revoke update, delete on audit_seals from switchyard_app;

-- Signed statements that so much was sealed at a time, each holding the signature before it; also written to the log.
create table audit_checkpoints (
  workspace_id uuid not null references workspaces (id),
  number integer not null,
  at timestamptz(3) not null,
  seals integer not null,
  rows bigint not null,
  last_seq bigint not null,
  hash bytea not null,
  previous bytea,
  key_number integer not null,
  signature bytea not null,
  primary key (workspace_id, number),
  foreign key (workspace_id, key_number) references audit_keys (workspace_id, number)
);
call protect_tenant_table('audit_checkpoints');
revoke update, delete on audit_checkpoints from switchyard_app;
