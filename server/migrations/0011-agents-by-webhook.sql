-- Agents that are machines: offers go to their endpoint and are answered there. Shifts and kept offers for all agents.

alter table agents
  -- a calendar of the workflow outside which nothing is offered; null = always on shift
  add column shift text collate "C",
  -- what a 2xx without an answer means; null = as usual for the kind
  add column acceptance text collate "C" check (acceptance in ('explicit', 'receipt')),
  -- who named the endpoint: whose key signs what is sent there unless the agent is a partner's
  add column endpoint_set_by jsonb;

alter table agent_loads
  -- pending offers go on ringing although the presence is not `available`
  add column keeps_offers boolean not null default false,
  -- the breaker: failed deliveries of offers in a row, and how often in a row it has opened
  add column endpoint_failures integer not null default 0,
  add column endpoint_pauses integer not null default 0;

alter table deliveries
  -- set for what is told to an agent's endpoint
  add column offer_id uuid,
  -- not tried after it; null = the schedule alone decides
  add column expires_at timestamptz(3);
-- serves what is still to be told of an offer when it ends
create index deliveries_offer on deliveries (workspace_id, offer_id) where offer_id is not null;
