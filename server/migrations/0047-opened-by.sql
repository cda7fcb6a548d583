-- Who spoke first on a ticket: one that an agent opened by writing to its customer owes no first response until the
-- customer writes.

alter table tickets
  add column opened_by text collate "C" not null default 'customer' check (opened_by in ('customer', 'agent'));
