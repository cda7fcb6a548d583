-- A view of what waits is counted for everybody who looks at the inbox: not by looking at every open ticket.
create index tickets_waiting on tickets (workspace_id, id desc) where status_category in ('waiting', 'hold');
