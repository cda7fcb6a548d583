-- serves what an agent was at an earlier number of the log: where subject_id = $2 and seq <= $3 order by seq desc
create index events_agent on events (workspace_id, subject_id, seq) where subject_kind = 'agent';
