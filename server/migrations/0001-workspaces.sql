-- Tenancy: every row belongs to a workspace, and the database itself refuses to show a row of another one.
-- The roles switchyard_app and switchyard_relay exist before the first migration; neither owns a table.

create extension if not exists pg_trgm;

grant usage on schema public to switchyard_app, switchyard_relay;

-- After a transaction the setting is '' and not null; nullif keeps a reused connection from failing on the cast.
create function current_workspace() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.workspace', true), '')::uuid $$;

-- Called once for each tenant table: forced row security with one policy, and the rights of the service.
-- A workspace is never deleted and the policy lets no row into another one, so the tables of the hot path have no
-- foreign key to workspaces: it would cost a look-up a row and could not fail.
create procedure protect_tenant_table(tenant_table regclass)
  language plpgsql
  as $$
  begin
    execute format('alter table %s enable row level security', tenant_table);
    execute format('alter table %s force row level security', tenant_table);
    execute format(
      'create policy workspace on %s to switchyard_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())',
      tenant_table);
    execute format('grant select, insert, update, delete on %s to switchyard_app', tenant_table);
  end
  $$;

-- Lets a statement refuse to have happened: any false condition aborts it and all it wrote.
create function must_hold(condition boolean, reason text) returns boolean
  language plpgsql volatile
  as $$
  begin
    if condition is not true then
      raise exception '%', reason using errcode = 'SW001';
    end if;
    return true;
  end
  $$;

create table workspaces (
  id uuid primary key,
  slug text collate "C" not null unique,
  name text not null,
  purpose text not null default 'live' check (purpose in ('live', 'review')),
  clock_offset interval not null default interval '0',
  created_at timestamptz(3) not null default now()
);
grant select, insert, update on workspaces to switchyard_app;
grant select on workspaces to switchyard_relay;

-- One row a workspace: the counters and pointers that transactions of a workspace contend for.
create table workspace_states (
  workspace_id uuid primary key references workspaces (id),
  ticket_number bigint not null default 10000,
  workflow_version integer not null default 0,
  event_seq integer not null default 0
);
call protect_tenant_table('workspace_states');
