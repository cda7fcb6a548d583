-- Consults are told to the endpoints of agents that are machines, like offers; many tickets are replied to at once.

alter table deliveries
  -- the consult it tells of; null for everything else
  add column consult_id uuid,
  add check (consult_id is null or (offer_id is null and endpoint_id is null)),
  -- What goes to agents goes to an address of theirs; only callbacks have the addresses of one origin in common.
  alter column target set expression as (
    coalesce(
      endpoint_id::text,
      case when offer_id is null and consult_id is null then lower(substring(url from '^[^:/?#]+://[^/?#]+')) || '/*' end,
      url));

-- Changes of many tickets may say something on each of them.

alter table bulk_changes
  -- what undoing it does not take back
  add column lasting text[] collate "C" not null default '{}',
  add column is_undoable boolean not null default true;

alter table bulk_tickets
  -- the last message there was when the tickets were chosen: what was said since, nobody has seen who asked
  add column seen_seq integer;

-- Who is made a member hears of it by mail.

alter table outbox_mails
  drop constraint outbox_mails_kind_check,
  add check (kind in ('reply', 'transcript', 'invited', 'assigned', 'mentioned', 'sla_breached', 'case_decision',
    'webhook_disabled'));
