-- The hours a calendar had until it was published with others: clocks count each stretch of time by the hours in force then.

create table past_hours (
  workspace_id uuid not null references workspaces (id),
  calendar text collate "C" not null,
  until timestamptz(3) not null,
  -- as the document had it
  definition jsonb not null,
  primary key (workspace_id, calendar, until)
);
call protect_tenant_table('past_hours');
