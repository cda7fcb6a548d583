-- Who asks for help, and what they ordered.

create table customers (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  external_id text collate "C" not null,
  name text,
  language text collate "C",
  tier text collate "C",
  timezone text collate "C",
  attributes jsonb not null default '{}',
  merged_into uuid,
  version integer not null default 1,
  event_seq integer not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  unique (workspace_id, external_id)
);
alter table customers add primary key (workspace_id, id);
alter table customers add foreign key (workspace_id, merged_into) references customers (workspace_id, id);
call protect_tenant_table('customers');

create table customer_contacts (
  workspace_id uuid not null references workspaces (id),
  customer_id uuid not null,
  kind text collate "C" not null check (kind in ('email', 'phone')),
  value text collate "C" not null,
  verified_at timestamptz(3),
  primary key (workspace_id, customer_id, kind, value),
  foreign key (workspace_id, customer_id) references customers (workspace_id, id)
);
-- serves finding a customer by address or number
create index customer_contacts_value on customer_contacts (workspace_id, kind, value);
call protect_tenant_table('customer_contacts');

create table stores (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  store_id text collate "C" not null,
  name text not null,
  brand text collate "C" not null,
  region text collate "C" not null,
  franchisee text collate "C",
  timezone text collate "C" not null,
  primary key (workspace_id, id),
  unique (workspace_id, store_id)
);
call protect_tenant_table('stores');

create table orders (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  external_id text collate "C" not null,
  store_id text collate "C",
  brand text collate "C",
  region text collate "C",
  placed_at timestamptz(3) not null,
  status text collate "C" not null,
  service_mode text collate "C",
  customer_id uuid,
  items jsonb not null default '[]',
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, external_id),
  foreign key (workspace_id, customer_id) references customers (workspace_id, id)
);
create index orders_customer on orders (workspace_id, customer_id, placed_at desc);
call protect_tenant_table('orders');
