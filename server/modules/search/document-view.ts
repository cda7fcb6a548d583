import type { RawBuilder } from 'kysely'
import type { Clause } from '../../core/search/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A condition on documents, as SQL of the type `tsquery`. */
export type Wanted = RawBuilder<unknown>

/** Documents that are looked at one by one, the newest first, before the index is asked. */
const lookedAt = 300

/** What documents are asked for: all clauses, and all of what lists narrow down by; null when that is nothing. */
export function wantedOf(clauses: readonly Clause[], facets: readonly string[]): Wanted | null {
  const all = [...clauses.map(clauseQuery), ...facets.map((facet) => sql`${facet}::tsquery`)]
  return all.length === 0 ? null : sql`(${sql.join(all, sql` && `)})`
}

/** Documents that hold any of the clauses. */
export function anyOf(clauses: readonly Clause[]): Wanted | null {
  const all = clauses.map(clauseQuery)
  return all.length === 0 ? null : sql`(${sql.join(all, sql` || `)})`
}

function clauseQuery({ spoken, exact, isNegated }: Clause): Wanted {
  const any = sql`search_query(${spoken}::text[], ${exact}::text[])`
  return isNegated ? sql`(!! ${any})` : any
}

/** Tickets whose documents match, below an id, newest first. They are still to be held against the tickets themselves. */
export async function findDocuments(tx: Tx, page: { wanted: Wanted; below: string; limit: number }): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select found.id
    from find_documents(${page.wanted}, ${page.below}::uuid, ${page.limit}::integer, ${lookedAt}::integer) as found (id)`)
  return rows.map((row) => row.id)
}

/** How well the documents of these tickets match: facts count more than what was said, notes least. */
export function rankDocuments(
  tx: Tx,
  workspaceId: string,
  asked: { wanted: Wanted; ticketIds: readonly string[] },
): Promise<{ id: string; rank: number }[]> {
  return tx.rows(sql<{ id: string; rank: number }>`
    select document.ticket_id as id,
      round(ts_rank('{0.1, 0.3, 0.4, 1.0}', document.words, ${asked.wanted}, 1)::numeric, 6)::float8 as rank
    from search_documents as document
    where document.workspace_id = ${workspaceId} and document.ticket_id = any(${asked.ticketIds}::uuid[])
    order by rank desc, document.ticket_id desc`)
}

/** Holds for tickets, named `ticket`, whose document does not match, or is still to be built. */
export function lacksWords(wanted: Wanted): RawBuilder<unknown> {
  return sql`not coalesce((
    select document.words @@ ${wanted}
    from search_documents as document
    where document.workspace_id = ticket.workspace_id and document.ticket_id = ticket.id), false)`
}
