-- What is not found among the newest documents is found in less time: by fewer spans, and by the index where it knows.

-- What the index is asked by: all ways in which words may be written, each once, though languages stem many words alike.
-- Where words must follow each other every way is tried on every document that has them all.
create function search_query(spoken text[], exact text[]) returns tsquery
  language sql immutable parallel safe
  set search_path = public, pg_temp
  as $$
  select coalesce(string_agg(distinct '(' || way::text || ')', ' | ')::tsquery, ''::tsquery)
  from (
    select to_tsquery(configuration, text)
    from unnest(spoken) as text
    cross join (
      values
        ('switchyard_en'::regconfig),
        ('switchyard_es'::regconfig),
        ('switchyard_pt'::regconfig),
        ('switchyard_simple'::regconfig)) as known (configuration)
    union all
    select text::tsquery
    from unnest(exact) as text) as ways (way)
  where numnode(way) > 0
  $$;

-- The spans that cover what lies between two ids: long ones within, short ones at both ends. The index compares every
-- document of a span with every span it is asked for, so few are worth more than close ones.
create or replace function search_spans(lower_id uuid, upper_id uuid) returns tsquery
  language plpgsql immutable parallel safe
  set search_path = public, pg_temp
  as $$
  declare
    to_ms constant bigint := search_ms(upper_id);
    at_ms bigint := search_ms(lower_id);
    shortest integer := 17;
    bits integer;
    spans text := '';
  begin
    while shortest < 29 and ((to_ms >> shortest) - (at_ms >> shortest)) > 31 loop
      shortest := shortest + 3;
    end loop;
    at_ms := (at_ms >> shortest) << shortest;
    while at_ms <= to_ms loop
      bits := shortest;
      while bits < 29 and at_ms % (1::bigint << (bits + 3)) = 0 and at_ms + (1::bigint << (bits + 3)) - 1 <= to_ms loop
        bits := bits + 3;
      end loop;
      spans := spans || case spans when '' then '' else ' | ' end || quote_literal('~' || bits || ':' || (at_ms >> bits));
      at_ms := at_ms + (1::bigint << bits);
    end loop;
    return spans::tsquery;
  end
  $$;

-- Documents below an id, newest first: among the newest `looked` one by one, then by the index, span by span. How many
-- match so far says over how many documents the rest is likely to lie, and no span is taken for more than three times what
-- was seen. What few have is looked for everywhere at once, for the index gives it whole in no more time than a span; but
-- not words in their order, of which the index knows only that a document has them all, which many may.
-- The index gives those of a span before they are put in order: with the end in sight, the planner would walk through
-- all documents of the span, for it takes a word that it knows nothing of for one that many have. Beginnings of words are
-- what the index has to gather everywhere, whatever the span: for them the documents of a short one are looked at one by one.
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
    has_beginnings constant boolean := wanted::text like '%:*%';
    has_order constant boolean := wanted::text ~ '<(-|\d+)>';
    -- where less than one in so many matches, of a sample at least, it is as quick to look everywhere
    few constant integer := case when has_order then 20000 else 1000 end;
    sample constant integer := case when has_order then 20000 else 3000 end;
    -- more documents than this are not looked at one by one
    most_walked constant integer := 3000;
    upper_id uuid;
    lower_id uuid;
    given integer;
    found_now integer;
    seen integer;
    span integer;
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
    select document.ticket_id into upper_id
    from search_documents as document
    where document.workspace_id = own and document.ticket_id < below
    order by document.ticket_id desc
    offset looked - 1
    limit 1;
    if upper_id is null then
      return;
    end if;
    seen := looked;
    -- Documents of before there were spans are found without; a rebuild comes to the oldest one last.
    select document.words @@ quote_literal(search_span(document.ticket_id, 29))::tsquery into has_spans
    from search_documents as document
    where document.workspace_id = own
    order by document.ticket_id
    limit 1;
    while has_spans and (seen < sample or given::bigint * few >= seen) loop
      span := least(3 * seen::bigint, ceil((most - given) * 1.5 * seen / greatest(given, 1)));
      lower_id := null;
      select document.ticket_id into lower_id
      from search_documents as document
      where document.workspace_id = own and document.ticket_id < upper_id
      order by document.ticket_id desc
      offset span - 1
      limit 1;
      exit when lower_id is null;
      if has_beginnings and span <= most_walked then
        return query
          select one.ticket_id
          from (
            select document.ticket_id, document.words
            from search_documents as document
            where document.workspace_id = own and document.ticket_id >= lower_id and document.ticket_id < upper_id
            order by document.ticket_id desc
            offset 0) as one
          where one.words @@ wanted
          order by one.ticket_id desc
          limit most - given;
      else
        return query
          with matching as materialized (
            select document.ticket_id
            from search_documents as document
            where document.workspace_id = own
              and document.words @@ (wanted && search_spans(lower_id, upper_id)))
          select matching.ticket_id
          from matching
          where matching.ticket_id >= lower_id and matching.ticket_id < upper_id
          order by matching.ticket_id desc
          limit most - given;
      end if;
      get diagnostics found_now = row_count;
      given := given + found_now;
      if given >= most then
        return;
      end if;
      upper_id := lower_id;
      seen := seen + span;
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
