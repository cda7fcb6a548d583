-- Row security keeps a condition on `coalesce` from its index, as nothing says that it leaks nothing: reports read every
-- ticket, and each message of a client's every one before it. A `case` says the same, and is known.
drop index tickets_ended;
create index tickets_ended on tickets (workspace_id, (case when solved_at is null then closed_at else solved_at end))
  where (case when solved_at is null then closed_at else solved_at end) is not null;

drop index messages_client_id;
create unique index messages_client_id
  on messages (workspace_id, (case when said_to is null then ticket_id else said_to end), client_id)
  where client_id is not null;

-- Of an index of some rows alone the planner takes no statistics of what it is about: when tickets ended, it would guess.
create statistics tickets_ended_at on (case when solved_at is null then closed_at else solved_at end) from tickets;
do $$
begin
  if (select reltuples > 0 from pg_class where oid = 'tickets'::regclass) then
    analyze tickets;
  end if;
end
$$;
