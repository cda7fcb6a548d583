-- Messages of the support pair are kept for a time only.

-- serves their removal
create index support_messages_received on support_messages (workspace_id, received_at);
