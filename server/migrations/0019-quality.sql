-- Reviews of how tickets were handled, and the columns and indexes that reports add up.

create table qa_reviews (
  workspace_id uuid not null,
  id uuid not null,
  version integer not null default 1,
  ticket_id uuid not null,
  -- who is reviewed; null when nobody had the ticket
  agent_id uuid,
  scorecard text collate "C" not null,
  workflow_version integer not null,
  reviewed_by jsonb not null,
  -- kind and id of the reviewer, as one word
  reviewer_key text collate "C" not null,
  answers jsonb not null,
  -- 0..100; null when nothing applied
  score double precision check (score between 0 and 100),
  points jsonb not null,
  missed text[] collate "C" not null default '{}',
  note text,
  created_at timestamptz(3) not null,
  primary key (workspace_id, id),
  constraint one_review_by_reviewer unique (workspace_id, ticket_id, scorecard, reviewer_key),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id),
  foreign key (workspace_id, agent_id) references agents (workspace_id, id)
);
-- serves the report of a time
create index qa_reviews_created on qa_reviews (workspace_id, created_at);
-- serves the reviews of an agent
create index qa_reviews_agent on qa_reviews (workspace_id, agent_id, id desc);
call protect_tenant_table('qa_reviews');

-- working time a clock had counted when it was met; its ledger is in `detail`
alter table sla_clocks add column elapsed_ms bigint;
update sla_clocks set elapsed_ms = (detail -> 'clock' ->> 'elapsedMs')::bigint where met_at is not null;

-- serves reports over a time of creation; costs intake next to nothing, for tickets arrive in its order
create index tickets_created on tickets using brin (created_at);
-- serves reports over a time of solving; written at the end only
create index tickets_ended on tickets (workspace_id, coalesce(solved_at, closed_at))
  where coalesce(solved_at, closed_at) is not null;
-- serves the escalations of a time
create index cases_created on cases (workspace_id, created_at);
