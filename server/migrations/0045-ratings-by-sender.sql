-- A message is known by its sender and its id: two senders may call theirs the same.

alter table ratings
  -- whose message brought it; of those from before it is not known
  add column sender_id uuid not null default '00000000-0000-0000-0000-000000000000';
alter table ratings
  alter column sender_id drop default,
  drop constraint ratings_workspace_id_category_subject_id_message_id_key,
  add unique (workspace_id, category, subject_id, sender_id, message_id);
