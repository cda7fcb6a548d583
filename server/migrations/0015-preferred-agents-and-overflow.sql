-- Whom a task is kept for, and the steps of overflow it has taken.

-- No reference to agents: one who is gone is one who is absent, whom nothing waits for.
alter table tasks
  add column preferred_agent_id uuid,
  add column preferred_until timestamptz(3),
  add column overflowed text[] collate "C" not null default '{}',
  add constraint task_prefers_until_an_instant check ((preferred_agent_id is null) = (preferred_until is null));
