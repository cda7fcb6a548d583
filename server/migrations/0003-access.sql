-- Who may do what: people with sessions, members of workspaces, service tokens, and what makes retries safe.

create table users (
  id uuid primary key,
  email text collate "C" not null unique check (email = lower(email)),
  name text not null,
  password_hash text,
  created_at timestamptz(3) not null default now()
);
grant select, insert, update on users to switchyard_app;

create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references users (id),
  user_agent text not null default '',
  address text not null default '',
  created_at timestamptz(3) not null default now(),
  last_seen_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null
);
create index sessions_user on sessions (user_id);
grant select, insert, update, delete on sessions to switchyard_app;

create table sign_in_links (
  token_hash bytea primary key,
  user_id uuid not null references users (id),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
grant select, insert, update, delete on sign_in_links to switchyard_app;

-- Failed attempts of one account or address in the current window; the window starts at the first failure.
create table sign_in_failures (
  subject text collate "C" primary key,
  failures integer not null,
  window_ends_at timestamptz(3) not null
);
grant select, insert, update, delete on sign_in_failures to switchyard_app;

create table members (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  user_id uuid not null references users (id),
  role text collate "C" not null,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, user_id)
);
call protect_tenant_table('members');

-- Which workspaces a person may enter; row security hides members until one is chosen.
create table member_index (
  user_id uuid not null references users (id),
  workspace_id uuid not null references workspaces (id),
  member_id uuid not null,
  primary key (user_id, workspace_id)
);
grant select, insert, delete on member_index to switchyard_app;

create table partners (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  slug text collate "C" not null,
  name text not null,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, slug)
);
call protect_tenant_table('partners');

create table service_tokens (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  kind text collate "C" not null default 'service' check (kind in ('service', 'customer')),
  role text collate "C" not null,
  permissions text[],
  channels text[],
  queues text[],
  partner_id uuid,
  customer_id uuid,
  prefix text collate "C" not null,
  rate_per_second integer,
  created_by jsonb not null,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, partner_id) references partners (workspace_id, id)
);
call protect_tenant_table('service_tokens');

-- Finds the workspace of a token from its hash alone.
create table token_index (
  hash bytea primary key,
  workspace_id uuid not null references workspaces (id),
  token_id uuid not null
);
grant select, insert, delete on token_index to switchyard_app;

create table realtime_passes (
  hash bytea primary key,
  workspace_id uuid not null references workspaces (id),
  session_id uuid not null references sessions (id) on delete cascade,
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
grant select, insert, update, delete on realtime_passes to switchyard_app;

-- Keys that sign callbacks: of the partner that owns the token, else of the token. Secrets are sealed.
create table callback_keys (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  owner_kind text collate "C" not null check (owner_kind in ('partner', 'token', 'workspace')),
  owner_id uuid not null,
  secret_sealed bytea not null,
  created_at timestamptz(3) not null default now(),
  retires_at timestamptz(3),
  primary key (workspace_id, id)
);
create index callback_keys_owner on callback_keys (workspace_id, owner_id);
call protect_tenant_table('callback_keys');

create table idempotency_keys (
  workspace_id uuid not null,
  principal_id uuid not null,
  route text collate "C" not null,
  key text collate "C" not null,
  fingerprint bytea not null,
  status smallint,
  response text,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, principal_id, route, key)
);
-- serves the daily removal of keys past their 24 hours
create index idempotency_keys_created on idempotency_keys (workspace_id, created_at);
call protect_tenant_table('idempotency_keys');
