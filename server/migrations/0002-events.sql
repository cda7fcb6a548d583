-- The append-only log of facts. A fact is written in the transaction of the change it tells of.

create sequence event_seq;
grant usage on sequence event_seq to switchyard_app;

-- The transaction id is taken first, so a reader that meets a hole in the sequence can tell from the
-- snapshot's xmin when the transaction that drew the missing number must have ended.
create function next_event_seq() returns bigint
  language plpgsql volatile
  as $$
  begin
    perform pg_current_xact_id();
    return nextval('event_seq');
  end
  $$;

create table events (
  workspace_id uuid not null,
  recorded_on date not null default current_date,
  seq bigint not null default next_event_seq(),
  id uuid not null,
  ticket_id uuid,
  subject_kind text collate "C" not null,
  subject_id uuid not null,
  subject_seq integer not null,
  type text collate "C" not null,
  schema_version smallint not null default 1,
  at timestamptz(3) not null,
  actor jsonb not null,
  cause jsonb,
  data jsonb not null,
  primary key (workspace_id, recorded_on, seq)
) partition by range (recorded_on);

-- serves the feed across workspaces: where seq > $1 order by seq
create index events_seq on events (seq);
-- serves a workspace's feed: where workspace_id = $1 and seq > $2 order by seq
create index events_workspace_seq on events (workspace_id, seq);
-- serves a ticket's timeline and the reasons behind it
create index events_ticket on events (workspace_id, ticket_id, seq) where ticket_id is not null;

call protect_tenant_table('events');
revoke update, delete on events from switchyard_app;

-- The relay reads headers across workspaces, never contents.
create policy relay on events for select to switchyard_relay using (true);
grant select (workspace_id, recorded_on, seq, id, type, subject_kind, subject_id) on events to switchyard_relay;

-- Makes the monthly partitions from this month to `months_ahead` months from now; asking again is harmless.
create function ensure_event_partitions(months_ahead integer) returns void
  language plpgsql security definer
  set search_path = public, pg_temp
  as $$
  declare
    first_day date;
  begin
    for step in 0..least(months_ahead, 24) loop
      first_day := (date_trunc('month', current_date) + make_interval(months => step))::date;
      execute format(
        'create table if not exists %I partition of events for values from (%L) to (%L)',
        'events_' || to_char(first_day, 'YYYY_MM'), first_day, (first_day + interval '1 month')::date);
    end loop;
  end
  $$;
revoke all on function ensure_event_partitions(integer) from public;
grant execute on function ensure_event_partitions(integer) to switchyard_app;
select ensure_event_partitions(6);
