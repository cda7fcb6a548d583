-- Messages whose words were taken out for good: who did it stands in the log, why stands here.
alter table messages
  add column redacted_at timestamptz(3),
  add column redaction_reason text collate "C" check (redaction_reason in ('personal_data', 'payment_data', 'credentials',
    'abuse', 'mistake', 'customer_request', 'other')),
  add constraint message_redaction_is_whole check (
    (redacted_at is null) = (redaction_reason is null) and (redacted_at is null or body = ''));

-- Places in the chat of messages that were redacted: a page that has them already takes them out.
alter table chat_sessions add column redacted integer[] not null default '{}';
