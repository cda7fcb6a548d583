-- Which articles were shown to somebody about to ask, and whether it asked after all: once for each visit of a page, which
-- lasts a day. A visit names nobody: its page draws it, and only its hash is kept.

create table article_showings (
  workspace_id uuid not null references workspaces (id),
  visit text collate "C" not null,
  article text collate "C" not null,
  channel text collate "C" not null,
  shown_at timestamptz(3) not null,
  -- null = it was not, so far
  opened_at timestamptz(3),
  -- what was said last; null = nothing
  helped boolean,
  -- the first chat, message or call back asked for within a day of the showing
  asked_at timestamptz(3),
  primary key (workspace_id, visit, article)
);
call protect_tenant_table('article_showings');
-- serves the figures of a time: where shown_at >= $2 and shown_at < $3
create index article_showings_shown on article_showings (workspace_id, shown_at);
