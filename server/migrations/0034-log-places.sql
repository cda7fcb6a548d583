-- How far those who act on the log have read it, in one table instead of one each.

create table log_places (
  workspace_id uuid not null references workspaces (id),
  reader text collate "C" not null check (reader in ('automations', 'cases', 'mail')),
  seq bigint not null,
  -- of the next event, in a row
  failures integer not null default 0,
  primary key (workspace_id, reader)
);
insert into log_places (workspace_id, reader, seq, failures)
select workspace_id, 'automations', seq, failures from automation_feeds
union all
select workspace_id, 'cases', seq, failures from case_feeds
union all
select workspace_id, 'mail', seq, failures from mail_feeds;
call protect_tenant_table('log_places');
drop table automation_feeds;
drop table case_feeds;
drop table mail_feeds;

-- Every change of a delivery writes all indexes of its row. When the next one comes due is asked of each workspace by the
-- index that its claims use.
drop index deliveries_due;
