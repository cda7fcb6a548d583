-- Whom overflow has sent a task to for a while, and who ended a call that became something else.

-- The slug of a partner; the task is offered to nobody else until that ends.
alter table tasks
  add column partner text collate "C";
