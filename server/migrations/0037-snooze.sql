-- A ticket is put aside until a time. Its task is paused meanwhile; its clocks are not.

alter table tickets add column snoozed_until timestamptz(3);
-- serves the view of what is put aside
create index tickets_snoozed on tickets (workspace_id, id desc) where snoozed_until is not null;

-- Workspaces made from now on have a view of it, and their desks show what is not put aside.
create or replace procedure add_first_views(workspace uuid)
  language sql
  as $$
  insert into saved_views (workspace_id, id, slug, icon, q, sort, shared_with, position)
  select workspace, gen_random_uuid(), first.slug, first.icon, first.q, first.sort, 'workspace', first.position
  from (values
    (10, 'mine', 'inbox', 'assignee:me is:open -is:snoozed', 'due'),
    (20, 'unassigned', 'dashed', 'assignee:none is:open -is:snoozed', 'due'),
    (30, 'breaching', 'alert', 'breach<1h is:open', 'due'),
    (40, 'waiting', 'pause', 'is:waiting', 'due'),
    (45, 'snoozed', 'clock', 'is:snoozed', 'due'),
    (50, 'escalated', 'shield', 'is:escalated is:open', 'due'),
    (60, 'solved', 'check-circle', 'is:solved', 'newest'),
    (70, 'all', 'search', '', 'newest')) as first (position, slug, icon, q, sort)
  $$;

-- The workspaces there are have the view too; what they made of theirs stays. The owner may be held by row security.
alter table saved_views no force row level security;
insert into saved_views (workspace_id, id, slug, icon, q, sort, shared_with, position)
select workspaces.id, gen_random_uuid(), 'snoozed', 'clock', 'is:snoozed', 'due', 'workspace', 45
from workspaces
on conflict (workspace_id, slug) do nothing;
alter table saved_views force row level security;
