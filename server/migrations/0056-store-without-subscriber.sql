-- A market may want a STORE ticket that nobody is subscribed for to be GENERAL: one more reason for that.

alter table handoffs
  drop constraint handoffs_reason_check,
  add constraint handoffs_reason_check check (reason in ('no_order', 'late', 'no_store_subscriber'));
