import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Letters of one message, and of all on one ticket, that are searched: the rest of a pasted log is not. */
const messageLetters = 8_000
const ticketLetters = 40_000
/** What is written before a word that is exact, and before what lists filter by. */
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
    'partner:' || (ticket.created_by ->> 'partnerId')], null)
  || array(select 'tag:' || tag from unnest(ticket.tags) as tag)
  || array(select 'affected:' || service from unnest(ticket.affected) as service)
  || array(
    select case contact.kind
      when 'email' then '@' || lower(contact.value)
      else '#' || reverse(regexp_replace(contact.value, '\\D', '', 'g')) end
    from customer_contacts as contact
    where contact.workspace_id = ticket.workspace_id and contact.customer_id = ticket.customer_id)`

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

/** Builds the documents of these tickets anew; gives those that had none before. */
export async function buildDocuments(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string; isNew: boolean }>`
    insert into search_documents (workspace_id, ticket_id, words)
    select ticket.workspace_id, ticket.id,
      setweight(to_tsvector(search_configuration(ticket.language), ticket.issue_summary), 'A')
        || setweight(to_tsvector('switchyard_simple', concat_ws(' ', customer.name, customer.external_id,
          ticket.external_id, orders.external_id, array_to_string(ticket.tags, ' '))), 'A')
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
    ${said}
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${ticketIds}::uuid[])
    order by ticket.id
    on conflict (workspace_id, ticket_id) do update
    set words = excluded.words, built_at = now()
    returning search_documents.ticket_id as id, search_documents.xmax = 0 as "isNew"`)
  return rows.filter((row) => row.isNew).map((row) => row.id)
}

/**
 * Counts the words of tickets that have become documents, as they are spelt. Of what is internal, and of contacts, none:
 * whoever searches may be shown these words.
 */
export async function countWords(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<void> {
  await tx.count(sql`
    insert into search_words (workspace_id, word, documents)
    select ${workspaceId}::uuid, spoken.word, count(*)::integer
    from tickets as ticket
    join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
    left join lateral (
      select string_agg(left(message.body, 2000), ' ') as body
      from messages as message
      where message.workspace_id = ticket.workspace_id and message.ticket_id = ticket.id
        and message.visibility <> 'internal') as said on true
    cross join lateral unnest(tsvector_to_array(to_tsvector('switchyard_simple',
      concat_ws(' ', ticket.issue_summary, customer.name, left(said.body, 8000))))) as spoken (word)
    where ticket.workspace_id = ${workspaceId}
      and ticket.id = any(${ticketIds}::uuid[])
      and spoken.word ~ '^[[:alpha:]]{4,30}$'
    group by spoken.word
    order by spoken.word
    on conflict (workspace_id, word) do update
    set documents = search_words.documents + excluded.documents`)
}

/** Forgets all words, before a rebuild counts them again. */
export async function forgetWords(tx: Tx, workspaceId: string): Promise<void> {
  await tx.count(sql`
    delete from search_words
    where search_words.workspace_id = ${workspaceId}`)
}
