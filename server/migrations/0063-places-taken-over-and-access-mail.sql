-- A place is kept by the subscription that is told of it. One that was disabled keeps its place until another one takes
-- it; from then on it is there to be read, and to be ended.

alter table partner_subscriptions
  -- when another one took its place; null = nobody has
  add column displaced_at timestamptz(3);
drop index partner_subscriptions_scope;
create unique index partner_subscriptions_scope
  on partner_subscriptions (workspace_id, brand, region, type, coalesce(store_id, ''), coalesce(franchisee, ''))
  where deleted_at is null and displaced_at is null;

-- Who asked for access is told by mail what became of it.

alter table outbox_mails
  drop constraint outbox_mails_kind_check,
  add constraint outbox_mails_kind_check check (kind in ('reply', 'transcript', 'portal_link', 'invited',
    'access_decided', 'assigned', 'mentioned', 'sla_breached', 'case_decision', 'webhook_disabled'));
