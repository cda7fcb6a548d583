import { sql } from '../../database/query.ts'
import { chunk } from '../../platform/chunk.ts'
import type { Tx } from '../../platform/context.ts'
import { buildDocuments, countWords } from './document-store.ts'
import { forgetUnsaid } from './word-store.ts'

const documentsAtOnce = 200

/** Who is about to be erased. */
export interface ErasedPeople {
  readonly customerIds: readonly string[]
  readonly ticketIds: readonly string[]
}

/** What there is to be taken out of search once everything else was blanked. */
export interface HeldDocuments {
  /** Tickets whose documents hold something of it, those of others among them. */
  readonly ticketIds: readonly string[]
  /** Words that may be known from there alone. */
  readonly words: readonly string[]
}

/**
 * Keeps everybody from building documents until the transaction ends, whoever read what is about to be blanked having
 * finished, and tells what is to be taken out. Called before anything is blanked.
 */
export async function holdDocuments(tx: Tx, workspaceId: string, people: ErasedPeople): Promise<HeldDocuments> {
  // The round of words begins anew: the one it has come to may be a name.
  await tx.count(sql`
    update search_cursors as place
    set words_checked = ''
    where place.workspace_id = ${workspaceId}`)
  const row = await tx.first<HeldDocuments>(sql`
    with recursive went_on (id) as (
      select one.id from unnest(${people.ticketIds}::uuid[]) as one (id)
      union
      select joined.target_id
      from went_on
      join ticket_merges as joined on joined.workspace_id = ${workspaceId} and joined.source_id = went_on.id),
    said as materialized (
      select message.ticket_id, message.visibility, left(message.body, 2000) as body
      from messages as message
      where message.workspace_id = ${workspaceId}
        and (message.ticket_id = any(${people.ticketIds}::uuid[]) and message.said_to is null
          or message.said_to = any(${people.ticketIds}::uuid[]))),
    texts as (
      select ticket.issue_summary as text
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId} and ticket.id = any(${people.ticketIds}::uuid[])
      union all
      select customer.name
      from customers as customer
      where customer.workspace_id = ${workspaceId} and customer.id = any(${people.customerIds}::uuid[])
      union all
      select said.body
      from said
      where said.visibility <> 'internal')
    select
      array(
        select said.ticket_id from said
        union
        -- Of a merge that was undone, the document of the other one may still be as it was.
        select went_on.id from went_on) as "ticketIds",
      array(
        select distinct spoken.word
        from texts
        cross join lateral unnest(tsvector_to_array(to_tsvector('switchyard_simple', texts.text))) as spoken (word)
        where spoken.word ~ '^[[:alpha:]]{4,30}$') as words`)
  if (row === null) throw new Error('A statement without a condition gave no row.')
  return row
}

/**
 * Builds the documents anew from what is left, and forgets the words that no other document has: names above all. Gives
 * how many documents and words that were.
 */
export async function eraseDocuments(
  tx: Tx,
  workspaceId: string,
  held: HeldDocuments,
): Promise<{ search_documents: number; search_words: number }> {
  for (const some of chunk(held.ticketIds, documentsAtOnce)) {
    const fresh = (await buildDocuments(tx, workspaceId, some)).filter(({ builtBefore }) => builtBefore === null)
    if (fresh.length > 0) await countWords(tx, workspaceId, fresh)
  }
  const words = await forgetUnsaid(tx, workspaceId, held.words)
  return { search_documents: held.ticketIds.length, search_words: words }
}
