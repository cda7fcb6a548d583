-- Mail out: what was written to whom, and what came of sending it.

create table outbox_mails (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind text collate "C" not null check (kind in ('reply', 'transcript', 'assigned', 'mentioned', 'sla_breached',
    'case_decision', 'webhook_disabled')),
  -- the event and the reader it is for, or the mail itself when a person asked for it: one event makes one mail
  dedupe_key text collate "C" not null,
  ticket_id uuid,
  -- the customer whose contact the address is; it is not used once it is theirs no more
  customer_id uuid,
  member_id uuid,
  to_address text collate "C" not null,
  to_name text,
  from_address text collate "C" not null,
  from_name text,
  language text collate "C" not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  headers jsonb not null,
  state text collate "C" not null default 'queued' check (state in ('queued', 'sent', 'failed', 'kept')),
  kept_because text collate "C" check (kept_because in ('no_server', 'too_many')),
  attempts integer not null default 0,
  -- attempts made before it was asked for once more
  uncounted integer not null default 0,
  next_attempt_at timestamptz(3),
  lease_until timestamptz(3),
  epoch integer not null default 0,
  created_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  unique (workspace_id, dedupe_key),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  foreign key (workspace_id, customer_id) references customers (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id),
  constraint mail_ends_once check ((state = 'queued') = (ended_at is null)),
  constraint mail_says_why_kept check ((state = 'kept') = (kept_because is not null))
);
-- serves the sender: what is due
create index outbox_mails_due on outbox_mails (workspace_id, next_attempt_at) where state = 'queued';
-- serves the mails of a ticket
create index outbox_mails_ticket on outbox_mails (workspace_id, ticket_id, id) where ticket_id is not null;
-- serves the limit of mails to one address
create index outbox_mails_address on outbox_mails (workspace_id, to_address, created_at);
-- The last index made wins where the planner sees no difference, as in an empty table: look-ups by id must use this one.
alter table outbox_mails add primary key (workspace_id, id);
call protect_tenant_table('outbox_mails');
create policy relay on outbox_mails for select to switchyard_relay using (true);
grant select (workspace_id, state, next_attempt_at) on outbox_mails to switchyard_relay;

create table outbox_attempts (
  workspace_id uuid not null,
  id uuid not null,
  mail_id uuid not null,
  number integer not null,
  started_at timestamptz(3) not null,
  duration_ms integer not null,
  code integer,
  error_class text collate "C",
  response text,
  primary key (workspace_id, id),
  unique (workspace_id, mail_id, number),
  foreign key (workspace_id, mail_id) references outbox_mails (workspace_id, id)
);
call protect_tenant_table('outbox_attempts');

-- How far the writer of mails has read the log. What happened before there was mail is not written about.
create table mail_feeds (
  workspace_id uuid primary key references workspaces (id),
  seq bigint not null,
  failures integer not null default 0
);
insert into mail_feeds (workspace_id, seq)
select workspaces.id, event_seq.last_value
from workspaces, event_seq;
call protect_tenant_table('mail_feeds');

-- What a member does not want to be told by mail; without a row everything is.
create table notice_settings (
  workspace_id uuid not null,
  member_id uuid not null,
  kinds_off text[] collate "C" not null,
  primary key (workspace_id, member_id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
call protect_tenant_table('notice_settings');
