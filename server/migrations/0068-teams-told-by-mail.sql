-- A team that a routing rule, an automation or a macro notifies of a ticket is told by mail.

alter table outbox_mails
  drop constraint outbox_mails_kind_check,
  add constraint outbox_mails_kind_check check (kind in ('reply', 'transcript', 'portal_link', 'invited',
    'access_decided', 'assigned', 'mentioned', 'team_notified', 'sla_breached', 'case_decision', 'webhook_disabled'));
