-- Rates of endpoints, a breaker for callbacks, and what exactly was said in each attempt.

alter table webhook_endpoints
  -- deliveries a second at most; null = as fast as it answers
  add column rate_per_second integer check (rate_per_second between 1 and 500);

-- How what is told fares at one target: the endpoint of a subscription, or the origin that callbacks go to.
alter table webhook_states
  drop constraint webhook_states_pkey,
  alter column endpoint_id drop not null,
  add column target text collate "C",
  add column failed_at timestamptz(3),
  -- where the rate is limited: nothing is sent before
  add column next_slot_at timestamptz(3);
update webhook_states set target = endpoint_id::text;
alter table webhook_states
  alter column target set not null,
  add primary key (workspace_id, target),
  add check (endpoint_id is null or target = endpoint_id::text);
create unique index webhook_states_endpoint on webhook_states (workspace_id, endpoint_id) where endpoint_id is not null;

alter table deliveries
  -- what made it besides the event itself; a replay by hand is told by its attempt
  add column cause text collate "C" not null default 'auto' check (cause in ('auto', 'recover', 'test')),
  -- Callbacks have the addresses of one origin in common: tickets name many, and one server answers for all.
  alter column target set expression as (
    coalesce(
      endpoint_id::text,
      case when offer_id is null then lower(substring(url from '^[^:/?#]+://[^/?#]+')) || '/*' end,
      url));
-- serves the claim beside a long queue at one target, probes, and what ends or frees all that waits for a target
create index deliveries_target_due on deliveries (workspace_id, target, next_attempt_at, id) where state = 'pending';

alter table delivery_attempts
  drop constraint delivery_attempts_trigger_check,
  add check (trigger in ('auto', 'manual', 'recover', 'test')),
  -- as sent, signatures shortened; null for what never left
  add column request_headers jsonb,
  -- the first of them, values shortened; null where no answer came
  add column response_headers jsonb;
