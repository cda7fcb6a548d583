-- What search reads: one document a ticket, built from the events by a job, so that intake keeps its plain indexes.

create extension if not exists unaccent;
create extension if not exists btree_gin;

-- Stems of three languages and, for all others, words as they are; accents never count. Without stop words: "out of
-- order" is found as it is written, and what is a stop word of one language is a word of another.
create text search dictionary switchyard_english (template = snowball, language = english);
create text search dictionary switchyard_spanish (template = snowball, language = spanish);
create text search dictionary switchyard_portuguese (template = snowball, language = portuguese);
create text search configuration switchyard_simple (copy = simple);
alter text search configuration switchyard_simple
  alter mapping for hword, hword_part, word, asciihword, hword_asciipart, asciiword with unaccent, simple;
create text search configuration switchyard_en (copy = switchyard_simple);
alter text search configuration switchyard_en
  alter mapping for hword, hword_part, word, asciihword, hword_asciipart, asciiword with unaccent, switchyard_english;
create text search configuration switchyard_es (copy = switchyard_simple);
alter text search configuration switchyard_es
  alter mapping for hword, hword_part, word, asciihword, hword_asciipart, asciiword with unaccent, switchyard_spanish;
create text search configuration switchyard_pt (copy = switchyard_simple);
alter text search configuration switchyard_pt
  alter mapping for hword, hword_part, word, asciihword, hword_asciipart, asciiword with unaccent, switchyard_portuguese;

-- The configuration of a ticket's language (BCP 47).
create function search_configuration(language text) returns regconfig
  language sql immutable parallel safe
  set search_path = public, pg_temp
  as $$
  select case split_part(lower(language), '-', 1)
    when 'en' then 'switchyard_en'::regconfig
    when 'es' then 'switchyard_es'::regconfig
    when 'pt' then 'switchyard_pt'::regconfig
    else 'switchyard_simple'::regconfig end
  $$;

create table search_documents (
  workspace_id uuid not null,
  ticket_id uuid not null,
  -- Weights say who may find by a word: A facts of the ticket, B contacts, C what partners may read, D notes.
  -- Words without a place are exact: ids (`=`), contacts (`@`, `#`), and what lists filter by (`tag:`, `queue:` ...).
  words tsvector not null,
  built_at timestamptz(3) not null default now(),
  primary key (workspace_id, ticket_id),
  foreign key (workspace_id, ticket_id) references tickets (workspace_id, id) on delete cascade
);
alter table search_documents set (autovacuum_vacuum_scale_factor = 0.05);
create index search_documents_words on search_documents using gin (workspace_id, words)
  with (gin_pending_list_limit = 512);
call protect_tenant_table('search_documents');

-- Words that were written, as they are spelt: where the right one is looked for when a search has a slip.
create table search_words (
  workspace_id uuid not null references workspaces (id),
  word text collate "C" not null,
  documents integer not null,
  primary key (workspace_id, word)
) with (fillfactor = 80);
create index search_words_trigrams on search_words using gin (workspace_id, word gin_trgm_ops);
call protect_tenant_table('search_words');

-- How far documents have been built: events up to `seq` are in them, and tickets from `rebuild_below` on where a
-- rebuild is under way, which goes from the newest ticket to the oldest.
create table search_cursors (
  workspace_id uuid not null primary key references workspaces (id),
  seq bigint not null,
  rebuild_below uuid,
  rebuilt bigint not null default 0
);
call protect_tenant_table('search_cursors');
create policy relay on search_cursors for select to switchyard_relay using (true);
grant select (workspace_id, seq, rebuild_below) on search_cursors to switchyard_relay;

-- Row security keeps operators that are not proven leakproof, `@@` and `%` among them, from the indexes: a search as the
-- service's role would read every document. These two read as the owner, name the workspace themselves, and give ids and
-- words of it alone.
create policy finder on search_documents for select to current_user using (true);
create policy finder on search_words for select to current_user using (true);

-- Documents below an id, newest first. Words that many have are found among the newest `looked`; others by the index.
create function find_documents(wanted tsquery, below uuid, most integer, looked integer)
  returns setof uuid
  language plpgsql stable security definer
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off
  as $$
  declare
    own constant uuid := current_workspace();
    edge uuid;
    given integer;
  begin
    return query
      select newest.ticket_id
      from (
        select document.ticket_id, document.words
        from search_documents as document
        where document.workspace_id = own and document.ticket_id < below
        order by document.ticket_id desc
        limit looked) as newest
      where newest.words @@ wanted
      order by newest.ticket_id desc
      limit most;
    get diagnostics given = row_count;
    if given >= most then
      return;
    end if;
    select document.ticket_id into edge
    from search_documents as document
    where document.workspace_id = own and document.ticket_id < below
    order by document.ticket_id desc
    offset greatest(looked - 1, 0)
    limit 1;
    if edge is null then
      return;
    end if;
    return query
      with matching as materialized (
        select document.ticket_id
        from search_documents as document
        where document.workspace_id = own and document.words @@ wanted)
      select matching.ticket_id
      from matching
      where matching.ticket_id < edge
      order by matching.ticket_id desc
      limit most - given;
  end
  $$;
revoke all on function find_documents(tsquery, uuid, integer, integer) from public;
grant execute on function find_documents(tsquery, uuid, integer, integer) to switchyard_app;

-- Words that are spelt like one, the likest first.
create function find_like_words(written text, most integer)
  returns table (word text, documents integer, likeness real)
  language plpgsql stable security definer
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off
  as $$
  begin
    -- Two letters swapped leave a short word few of its trigrams.
    perform set_config('pg_trgm.similarity_threshold', case when length(written) < 7 then '0.19' else '0.3' end, true);
    return query
      select known.word, known.documents, similarity(known.word, written)
      from search_words as known
      where known.workspace_id = current_workspace()
        and known.word % written
        and length(known.word) between length(written) - 2 and length(written) + 2
      order by 3 desc, 2 desc, 1
      limit most;
  end
  $$;
revoke all on function find_like_words(text, integer) from public;
grant execute on function find_like_words(text, integer) to switchyard_app;

-- serves the condition `customer:` by name
create index customers_name on customers (workspace_id, name) where name is not null;

-- Searches under a name. A view of the product has a slug and, until somebody renames it, no name of its own.
create table saved_views (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  slug text collate "C",
  name text,
  icon text collate "C" not null,
  q text not null,
  sort text collate "C" not null check (sort in ('newest', 'due', 'relevance')),
  columns text[] collate "C" not null default '{}',
  group_by text collate "C",
  -- who sees it: its owner, the agents of some teams, or everybody
  shared_with text collate "C" not null check (shared_with in ('nobody', 'teams', 'workspace')),
  teams text[] collate "C" not null default '{}',
  owner_id uuid,
  position integer not null,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, slug),
  constraint view_has_a_name check (slug is not null or name is not null),
  constraint private_view_has_an_owner check (shared_with <> 'nobody' or owner_id is not null),
  constraint view_of_teams_names_them check ((shared_with = 'teams') = (cardinality(teams) > 0))
);

-- The views that every workspace begins with.
create procedure add_first_views(workspace uuid)
  language sql
  as $$
  insert into saved_views (workspace_id, id, slug, icon, q, sort, shared_with, position)
  select workspace, gen_random_uuid(), first.slug, first.icon, first.q, first.sort, 'workspace', first.position
  from (values
    (10, 'mine', 'inbox', 'assignee:me is:open', 'due'),
    (20, 'unassigned', 'dashed', 'assignee:none is:open', 'due'),
    (30, 'breaching', 'alert', 'breach<1h is:open', 'due'),
    (40, 'waiting', 'pause', 'is:waiting', 'due'),
    (50, 'escalated', 'shield', 'is:escalated is:open', 'due'),
    (60, 'solved', 'check-circle', 'is:solved', 'newest'),
    (70, 'all', 'search', '', 'newest')) as first (position, slug, icon, q, sort)
  $$;
grant execute on procedure add_first_views(uuid) to switchyard_app;
-- Before the table is protected: its owner may be held by row security as everybody is.
do $$
declare
  known uuid;
begin
  for known in select workspaces.id from workspaces loop
    call add_first_views(known);
  end loop;
end
$$;
call protect_tenant_table('saved_views');
