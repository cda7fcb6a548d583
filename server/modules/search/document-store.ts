import type { RawBuilder } from 'kysely'
import { mostFieldLetters } from '../../core/filters/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Letters of one message, and of all on one ticket, that are searched: the rest of a pasted log is not. */
const messageLetters = 8_000
/** What was being written while a document was built may be in it or not. */
const overlapMs = 5_000
const ticketLetters = 40_000
/** Custom fields of a ticket that are searched, and letters of what is written in one. */
const mostFields = 50
const fieldLetters = 1_000
/** The day of an instant in UTC, counted from 1970. */
const dayOf = (at: RawBuilder<unknown>) => sql`floor(extract(epoch from ${at}) / 86400)`
/**
 * What is written before a word that is exact, and before what lists filter by. Spans of the time in the id let a search
 * stop early (`search_spans`).
 */
const exactWords = sql`
  array_remove(array[
    '=' || ticket.number,
    '=' || lower(ticket.external_id),
    '=' || lower(customer.external_id),
    '=' || lower(orders.external_id),
    'state:' || ticket.status_category,
    'status:' || ticket.status,
    'queue:' || ticket.queue,
    'channel:' || ticket.channel,
    'line:' || ticket.service_line,
    'language:' || ticket.language,
    'category:' || ticket.category,
    'type:' || ticket.type,
    'priority:' || ticket.priority,
    'order:' || orders.external_id,
    'customer:' || ticket.customer_id,
    'assignee:' || coalesce(ticket.assignee_id::text, 'none'),
    'partner:' || (ticket.created_by ->> 'partnerId'),
    'created:' || ${dayOf(sql`ticket.created_at`)},
    'updated:' || ${dayOf(sql`ticket.updated_at`)},
    'ended:' || ${dayOf(sql`coalesce(ticket.solved_at, ticket.closed_at)`)}], null)
  || array(select search_span(ticket.id, bits) from generate_series(17, 29, 3) as bits)
  || array(select 'tag:' || tag from unnest(ticket.tags) as tag)
  || array(select 'affected:' || service from unnest(ticket.affected) as service)
  || fields.words
  || array(
    select case contact.kind
      when 'email' then '@' || lower(contact.value)
      else '#' || reverse(regexp_replace(contact.value, '\\D', '', 'g')) end
    from customer_contacts as contact
    where contact.workspace_id = ticket.workspace_id and contact.customer_id = ticket.customer_id)`

/**
 * What custom fields hold: words of texts, and of whatever is short the value as it is, by its field too. A caller's own
 * fields may be anything: what is no plain value, and what is beyond the first few, is not found.
 */
const fields = sql`
  cross join lateral (
    select string_agg(left(one.value, ${fieldLetters}::integer), ' ') filter (where one.is_text) as texts,
      coalesce(array_agg('=' || lower(one.value)) filter (where one.is_text and one.is_short), '{}')
        || coalesce(array_agg('field:' || one.name || '=' || lower(one.value)) filter (where one.is_short), '{}') as words
    from (
      select field.key as name, field.value #>> '{}' as value, jsonb_typeof(field.value) = 'string' as is_text,
        length(field.key) <= 60 and length(field.value #>> '{}') between 1 and ${mostFieldLetters}::integer as is_short
      from jsonb_each(ticket.fields) as field
      where jsonb_typeof(field.value) in ('string', 'number', 'boolean')
      limit ${mostFields}) as one) as fields`

const said = sql`
  left join lateral (
    select
      string_agg(one.body, ' ' order by one.seq) filter (where one.visibility <> 'internal') as shown,
      string_agg(one.body, ' ' order by one.seq) filter (where one.visibility = 'internal') as internal
    from (
      select message.seq, message.visibility, left(message.body, ${messageLetters}::integer) as body
      from messages as message
      where message.workspace_id = ticket.workspace_id and message.ticket_id = ticket.id
      order by message.seq desc
      limit 200) as one) as said on true`

/** A document that was built, and when it had been built before; null when it is new. */
export interface BuiltDocument {
  readonly ticketId: string
  readonly builtBefore: number | null
}

/** Builds the documents of these tickets anew. */
export function buildDocuments(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<BuiltDocument[]> {
  return tx.rows(sql<BuiltDocument>`
    insert into search_documents (workspace_id, ticket_id, words)
    select ticket.workspace_id, ticket.id,
      setweight(to_tsvector(search_configuration(ticket.language), ticket.issue_summary), 'A')
        || setweight(to_tsvector('switchyard_simple', concat_ws(' ', customer.name, customer.external_id,
          ticket.external_id, orders.external_id, array_to_string(ticket.tags, ' '), fields.texts)), 'A')
        || setweight(to_tsvector('switchyard_simple', coalesce((
          select string_agg(contact.value, ' ')
          from customer_contacts as contact
          where contact.workspace_id = ticket.workspace_id and contact.customer_id = ticket.customer_id), '')), 'B')
        || setweight(to_tsvector(search_configuration(ticket.language),
          left(coalesce(said.shown, ''), ${ticketLetters}::integer)), 'C')
        || setweight(to_tsvector(search_configuration(ticket.language),
          left(coalesce(said.internal, ''), ${ticketLetters}::integer)), 'D')
        || array_to_tsvector(${exactWords})
    from tickets as ticket
    join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
    left join orders on orders.workspace_id = ticket.workspace_id and orders.id = ticket.order_id
    ${fields}
    ${said}
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${ticketIds}::uuid[])
    order by ticket.id
    on conflict (workspace_id, ticket_id) do update
    set words = excluded.words, built_at = now()
    returning new.ticket_id as "ticketId", old.built_at as "builtBefore"`)
}

/** Every word of a ticket, as if its document were new. */
export const asNew = (ticketId: string): BuiltDocument => ({ ticketId, builtBefore: null })

/**
 * Counts the words that documents have had added, as they are spelt: those of a new one, else of what was said since it
 * was built. Of what is internal, and of contacts, none: whoever searches may be shown these words.
 */
export async function countWords(tx: Tx, workspaceId: string, built: readonly BuiltDocument[]): Promise<void> {
  const since = built.map(({ builtBefore }) => (builtBefore === null ? null : new Date(builtBefore - overlapMs)))
  await tx.count(sql`
    with spoken as materialized (
      select one.word, count(*)::integer as documents
      from unnest(${built.map(({ ticketId }) => ticketId)}::uuid[], ${since}::timestamptz[]) as built (id, since)
      join tickets as ticket on ticket.workspace_id = ${workspaceId} and ticket.id = built.id
      join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
      left join lateral (
        select string_agg(left(message.body, 2000), ' ') as body
        from messages as message
        where message.workspace_id = ticket.workspace_id and message.ticket_id = ticket.id
          and message.visibility <> 'internal'
          and (built.since is null or message.created_at >= built.since)) as said on true
      cross join lateral unnest(tsvector_to_array(to_tsvector('switchyard_simple',
        concat_ws(' ', case when built.since is null then concat_ws(' ', ticket.issue_summary, customer.name) end,
          left(said.body, 8000))))) as one (word)
      group by one.word)
    insert into search_words (workspace_id, word, documents)
    select ${workspaceId}::uuid, spoken.word, spoken.documents
    from spoken
    where spoken.word ~ '^[[:alpha:]]{4,30}$'
    order by spoken.word
    on conflict (workspace_id, word) do update
    set documents = search_words.documents + excluded.documents`)
}
