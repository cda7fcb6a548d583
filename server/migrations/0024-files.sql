-- Files: what is attached to messages, and laid before reviewers of cases. The bytes lie in a folder, not here; a row is
-- written once they are there whole.

create table files (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null check (char_length(name) between 1 and 150),
  media_type text collate "C" not null,
  size bigint not null check (size > 0),
  sha256 bytea not null,
  -- of an image that may be shown as a picture
  width integer,
  height integer,
  uploaded_by jsonb not null,
  evidence_id uuid,
  attached_at timestamptz(3),
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, evidence_id) references case_evidence (workspace_id, id),
  constraint file_with_a_place_is_attached check (evidence_id is null or attached_at is not null)
);
-- serves the file of a piece of evidence, and says that a piece has one
create unique index files_evidence on files (workspace_id, evidence_id) where evidence_id is not null;
-- serves the chore that removes what nobody attached
create index files_loose on files (workspace_id, created_at) where attached_at is null;
call protect_tenant_table('files');

-- The files of a message, in the order they were attached. A message that is copied by a split shares them.
create table message_files (
  workspace_id uuid not null,
  message_id uuid not null,
  place integer not null,
  file_id uuid not null,
  primary key (workspace_id, message_id, place),
  foreign key (workspace_id, message_id) references messages (workspace_id, id),
  foreign key (workspace_id, file_id) references files (workspace_id, id)
);
create index message_files_file on message_files (workspace_id, file_id);
call protect_tenant_table('message_files');

-- What the files of a workspace take up. One row that uploads change under its limit, so racing ones cannot pass it.
create table file_usages (
  workspace_id uuid primary key references workspaces (id),
  bytes bigint not null check (bytes >= 0)
);
call protect_tenant_table('file_usages');
