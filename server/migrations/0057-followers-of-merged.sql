-- Who follows a ticket follows the one it goes on in.
alter table ticket_followers
  drop constraint ticket_followers_reason_check,
  add check (reason in ('self', 'added', 'mentioned', 'merged'));
