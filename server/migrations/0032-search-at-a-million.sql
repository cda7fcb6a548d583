-- Finding among very many documents: a word that is neither frequent nor rare is looked for in a span of time and no
-- further back, by words of a document that say when its ticket began.

-- The time in an id, and the least id of a time.
create function search_ms(id uuid) returns bigint
  language sql immutable parallel safe
  as $$ select ('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint $$;
create function search_id(ms bigint) returns uuid
  language sql immutable parallel safe
  as $$ select rpad(lpad(to_hex(ms), 12, '0'), 32, '0')::uuid $$;

-- Spans of 2^17 ms (two minutes) to 2^29 ms (six days), of the time in the id: what is ordered by id lies within them.
create function search_span(ticket_id uuid, bits integer) returns text
  language sql immutable parallel safe
  as $$ select '~' || bits || ':' || (search_ms(ticket_id) >> bits) $$;

-- The spans that cover what lies between two ids, as few and as short as will do.
create function search_spans(lower_id uuid, upper_id uuid) returns tsquery
  language plpgsql immutable parallel safe
  set search_path = public, pg_temp
  as $$
  declare
    from_ms constant bigint := search_ms(lower_id);
    to_ms constant bigint := search_ms(upper_id);
    bits integer := 17;
  begin
    while bits < 29 and ((to_ms >> bits) - (from_ms >> bits)) > 63 loop
      bits := bits + 3;
    end loop;
    return (
      select string_agg(quote_literal('~' || bits || ':' || span), ' | ')::tsquery
      from generate_series(from_ms >> bits, to_ms >> bits) as span);
  end
  $$;

-- Documents below an id, newest first: among the newest `looked` one by one, then by the index, span by span. How many
-- match so far says how far back the rest is likely to lie; a word that hardly any has is looked for everywhere at once.
-- The workspace is that of the transaction: nobody can pass another one in.
create or replace function find_documents(wanted tsquery, below uuid, most integer, looked integer)
  returns setof uuid
  language plpgsql stable security definer
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off
  as $$
  declare
    own constant uuid := current_workspace();
    -- with fewer than this in so many spans it is as quick to look everywhere
    few constant integer := 4;
    spans_at_least constant integer := 1;
    upper_id uuid;
    lower_id uuid;
    begin_ms bigint;
    span_ms bigint;
    given integer;
    found_now integer;
    spans integer := 0;
    has_spans boolean;
  begin
    looked := greatest(looked, 1);
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
    select min(newest.ticket_id::text)::uuid, search_ms(max(newest.ticket_id::text)::uuid), count(*)
    into upper_id, begin_ms, found_now
    from (
      select document.ticket_id
      from search_documents as document
      where document.workspace_id = own and document.ticket_id < below
      order by document.ticket_id desc
      limit looked) as newest;
    if found_now < looked then
      return;
    end if;
    -- Documents of before there were spans are found without; a rebuild comes to the oldest one last.
    select document.words @@ quote_literal(search_span(document.ticket_id, 29))::tsquery into has_spans
    from search_documents as document
    where document.workspace_id = own
    order by document.ticket_id
    limit 1;
    while has_spans and (given >= few or spans < spans_at_least) loop
      span_ms := (begin_ms - search_ms(upper_id) + 1)
        * greatest(1, least(10, ceil((most - given) * 1.5 / greatest(given, 1))))::bigint;
      lower_id := search_id(greatest(0, search_ms(upper_id) - span_ms));
      exit when not exists (
        select 1
        from search_documents as document
        where document.workspace_id = own and document.ticket_id < lower_id);
      return query
        select document.ticket_id
        from search_documents as document
        where document.workspace_id = own
          and document.words @@ (wanted && search_spans(lower_id, upper_id))
          and document.ticket_id >= lower_id
          and document.ticket_id < upper_id
        order by document.ticket_id desc
        limit most - given;
      get diagnostics found_now = row_count;
      given := given + found_now;
      if given >= most then
        return;
      end if;
      upper_id := lower_id;
      spans := spans + 1;
    end loop;
    return query
      with matching as materialized (
        select document.ticket_id
        from search_documents as document
        where document.workspace_id = own and document.words @@ wanted)
      select matching.ticket_id
      from matching
      where matching.ticket_id < upper_id
      order by matching.ticket_id desc
      limit most - given;
  end
  $$;

-- Words that are spelt like one, the likest first. How alike they must be is said for this statement alone.
create or replace function find_like_words(written text, most integer)
  returns table (word text, documents integer, likeness real)
  language plpgsql stable security definer
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off
  as $$
  declare
    -- not yet known to a connection that has compared nothing
    before constant text := coalesce(current_setting('pg_trgm.similarity_threshold', true), '0.3');
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
    perform set_config('pg_trgm.similarity_threshold', before, true);
  end
  $$;

-- Those of some words that no document says where everybody may read it. Frequent ones are found at once.
create function find_unsaid_words(asked text[])
  returns setof text
  language plpgsql stable security definer
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off
  as $$
  declare
    one text;
    shown text;
  begin
    foreach one in array asked loop
      -- Only letters: nothing that means something to a query.
      continue when one !~ '^[[:alpha:]]{1,40}$';
      shown := one || ':AC';
      if not exists (
        select 1
        from search_documents as document
        where document.workspace_id = current_workspace()
          and document.words @@ (to_tsquery('switchyard_simple', shown) || to_tsquery('switchyard_en', shown)
            || to_tsquery('switchyard_es', shown) || to_tsquery('switchyard_pt', shown)))
      then
        return next one;
      end if;
    end loop;
  end
  $$;
revoke all on function find_unsaid_words(text[]) from public;
grant execute on function find_unsaid_words(text[]) to switchyard_app;

-- Up to which word the words have been gone through for those that nobody says any more.
alter table search_cursors add column words_checked text collate "C" not null default '';

-- Serves who is about to be late without anybody saying that only open tickets are: those that ended have no deadline.
drop index tickets_next_due;
create index tickets_next_due on tickets (workspace_id, next_due_at) where next_due_at is not null;

-- All documents are built anew, with their spans and days; what is there stays searchable meanwhile. The owner may be
-- held by row security as everybody is.
alter table search_cursors no force row level security;
update search_cursors set rebuild_below = 'ffffffff-ffff-ffff-ffff-ffffffffffff', rebuilt = 0;
alter table search_cursors force row level security;
