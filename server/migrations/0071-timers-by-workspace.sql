-- Timers are looked for and claimed by workspace: what is due in one is not read through for the others.
drop index timers_due;
-- serves the worker: where workspace_id = $1 and due_at <= now() order by due_at
create index timers_due on timers (workspace_id, due_at);
