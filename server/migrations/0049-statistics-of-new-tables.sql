-- What goes by keys is planned once a connection (ADR 14). Of a table that nobody has analysed yet PostgreSQL believes that
-- a workspace has hardly any rows, so that all of them are as quickly read as one by its key; in the first minute of a
-- service, or of a month, statements planned so read the whole workspace. So a new table says how it is filled.

create procedure expect_few_workspaces(tenant_table regclass)
  language plpgsql
  as $$
  declare
    named record;
  begin
    select namespace.nspname::text as schema, class.relname::text as name, attribute.attnum as place into named
    from pg_class as class
    join pg_namespace as namespace on namespace.oid = class.relnamespace
    join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attname = 'workspace_id'
    where class.oid = tenant_table
      and not exists (
        select from pg_statistic as known where known.starelid = class.oid and known.staattnum = attribute.attnum);
    if found then
      perform pg_restore_attribute_stats('schemaname', named.schema, 'relname', named.name, 'attname', 'workspace_id',
        'inherited', false, 'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real);
    end if;
  end
  $$;

create or replace procedure protect_tenant_table(tenant_table regclass)
  language plpgsql
  as $$
  begin
    execute format('alter table %s enable row level security', tenant_table);
    execute format('alter table %s force row level security', tenant_table);
    execute format(
      'create policy workspace on %s to switchyard_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())',
      tenant_table);
    execute format('grant select, insert, update, delete on %s to switchyard_app', tenant_table);
    call expect_few_workspaces(tenant_table);
  end
  $$;

create or replace function ensure_event_partitions(months_ahead integer) returns void
  language plpgsql security definer
  set search_path = public, pg_temp
  as $$
  declare
    first_day date;
    part text;
  begin
    for step in 0..least(months_ahead, 24) loop
      first_day := (date_trunc('month', current_date) + make_interval(months => step))::date;
      part := 'events_' || to_char(first_day, 'YYYY_MM');
      execute format(
        'create table if not exists %I partition of events for values from (%L) to (%L)',
        part, first_day, (first_day + interval '1 month')::date);
      call expect_few_workspaces(part::regclass);
    end loop;
  end
  $$;

do $$
declare
  known regclass;
begin
  for known in
    select class.oid::regclass
    from pg_class as class
    join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attname = 'workspace_id'
    where class.relkind = 'r' and class.relnamespace = 'public'::regnamespace
  loop
    call expect_few_workspaces(known);
  end loop;
end
$$;
