-- What few documents say is found by the index alone, and sooner.

-- Those of these words that no document says where everybody may read it. What many say, the newest documents say: it is
-- told without the index, which would give all of them. The others are asked for of the index alone, for the planner takes
-- a word that it knows nothing of for one that many have, and would walk through all documents in search of the first.
-- The workspace is that of the transaction: nobody can pass another one in.
create or replace function find_unsaid_words(asked text[])
  returns setof text
  language plpgsql stable security definer
  set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off
  -- until the newest are read; what was set before is so again when the function ends
  set enable_indexscan = on
  as $$
  declare
    own constant uuid := current_workspace();
    newest constant integer := 500;
    one text;
    frequent tsvector;
  begin
    select array_to_tsvector(coalesce(array_agg(distinct said.lexeme), '{}')) into frequent
    from (
      select document.words
      from search_documents as document
      where document.workspace_id = own
      order by document.ticket_id desc
      limit newest) as last
    cross join lateral unnest(last.words) as said
    where said.weights && array['A', 'C'];
    perform set_config('enable_indexscan', 'off', true);
    foreach one in array asked loop
      -- Only letters: nothing that means something to a query.
      continue when one !~ '^[[:alpha:]]{1,40}$' or frequent @@ search_query(array[one], '{}');
      if not exists (
        select 1
        from search_documents as document
        where document.workspace_id = own and document.words @@ search_query(array[one || ':AC'], '{}'))
      then
        return next one;
      end if;
    end loop;
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
    -- where less than one in so many matches, of a sample at least, it is as quick to look everywhere: what none of 1,200
    -- documents has, 4,000 of a million have at most
    few constant integer := case when has_order then 20000 else 1000 end;
    sample constant integer := case when has_order then 20000 when has_beginnings then 3000 else 1200 end;
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
