-- What copies of customers were given out: figures and ids, signed; written once, before the end of the copy is sent.
create table customer_exports (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  customer_id uuid not null,
  receipt jsonb not null,
  hash bytea not null,
  key_number integer not null,
  signature bytea not null,
  exported_at timestamptz(3) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, key_number) references audit_keys (workspace_id, number)
);
-- serves the list of one customer's; that of all is served by the key
create index customer_exports_of on customer_exports (workspace_id, customer_id, id);
call protect_tenant_table('customer_exports');
revoke update, delete on customer_exports from switchyard_app;
