-- Somebody outside asks for access; somebody of the workspace, never the one who asks, decides, with an explicit map of
-- what is granted.

create table access_requests (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- the hash of the key by which the one who asks sees how it stands
  key_hash bytea not null,
  kind text collate "C" not null check (kind in ('partner', 'operator')),
  name text not null,
  email text collate "C" not null,
  organization text not null,
  purpose text not null,
  language text collate "C" not null,
  -- what is asked for; null and empty = that is left to the review
  role text collate "C",
  permissions text[] collate "C" not null default '{}',
  channels text[] collate "C" not null default '{}',
  queues text[] collate "C" not null default '{}',
  state text collate "C" not null check (state in ('submitted', 'approved', 'rejected')),
  created_at timestamptz(3) not null,
  decided_at timestamptz(3),
  decided_by jsonb,
  -- why it was rejected
  reason text,
  -- the map that was approved, with the token or member it was given to
  granted jsonb,
  primary key (workspace_id, id),
  constraint access_request_has_its_decision check (
    (state = 'submitted') = (decided_at is null)
    and (decided_at is null) = (decided_by is null)
    and (state = 'rejected') = (reason is not null)
    and (state = 'approved') = (granted is not null))
);
-- serves the one who asks: where key_hash = $2
create unique index access_requests_key on access_requests (workspace_id, key_hash);
-- serves the list of those in a state, newest first: where state = $2 and id < $3 order by id desc
create index access_requests_state on access_requests (workspace_id, state, id);
-- serves forgetting: where created_at < $2 order by created_at
create index access_requests_age on access_requests (workspace_id, created_at);
call protect_tenant_table('access_requests');
