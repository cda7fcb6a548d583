-- A team that a routing rule, an automation, a macro or a step of an SLA policy notifies of a ticket is told by mail, and
-- finds the ticket among its mentions.

alter table outbox_mails
  drop constraint outbox_mails_kind_check,
  add constraint outbox_mails_kind_check check (kind in ('reply', 'transcript', 'portal_link', 'invited',
    'access_decided', 'assigned', 'mentioned', 'team_notified', 'sla_breached', 'case_decision', 'webhook_disabled'));

alter table mentions
  alter column message_id drop not null,
  -- the event by which teams were to be told, and which; null where a note names the agent
  add column event_id uuid,
  add column teams text[] collate "C",
  add check ((message_id is null) <> (event_id is null)),
  add check ((event_id is null) = (teams is null)),
  add unique (workspace_id, event_id, agent_id);
