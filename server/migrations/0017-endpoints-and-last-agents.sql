-- How busy an endpoint may be kept, and whom a customer was helped by last.

alter table agents
  -- deliveries under way to the endpoint at once; null = as many as to any receiver
  add column endpoint_concurrency integer check (endpoint_concurrency between 1 and 32);
-- serves the claim of deliveries, which asks for the few that say so
create index agents_endpoint_concurrency on agents (workspace_id)
  where endpoint_concurrency is not null and archived_at is null;

alter table tasks
  -- why it is kept for its preferred agent; null = for nobody, or not said
  add column preferred_as text collate "C" check (preferred_as in ('named', 'ticket', 'customer'));

-- serve the list of what an agent is asked and asks
create index consults_asked on consults (workspace_id, agent_id, id);
create index consults_asking on consults (workspace_id, from_agent_id, id);
