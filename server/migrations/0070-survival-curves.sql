-- How long clocks took, by what their tickets were: what was known when a day began, and what clocks are told that day.
-- A day is written once. What was told by it is judged by it later, so it never learns from what came after.

create table survival_curves (
  workspace_id uuid not null,
  -- The beginning of the day (UTC); nothing later is in the curves.
  known_until timestamptz(3) not null,
  -- A list by stratum: metric, unit and place, the number of clocks, and steps of time, share and number left (core/forecast).
  curves jsonb not null,
  made_at timestamptz(3) not null default now(),
  primary key (workspace_id, known_until)
);
call protect_tenant_table('survival_curves');
