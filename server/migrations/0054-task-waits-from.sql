-- When a task came to wait again after somebody had it in hand, or after it was aside: from then on its wait is counted
-- that may last for `maxWait` only. Null = it has waited since it entered. Its rank stays what it was.

alter table tasks
  add column waits_from timestamptz(3);
