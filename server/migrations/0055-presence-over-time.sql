-- serves when an agent was there: where subject_id = $2 and at >= $3 [and at < $4] order by at
create index events_presence on events (workspace_id, subject_id, at) where type = 'agent.presence_changed';
