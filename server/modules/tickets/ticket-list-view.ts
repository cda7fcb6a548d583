import type { RawBuilder } from 'kysely'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { all, conditionsOf, numbersOf } from './ticket-condition-view.ts'
import type { Asking, TicketFilter } from './ticket-filter.ts'

/** What a list is asked for; `below` is the last id of the page before. */
export interface AskedTickets {
  readonly filter: TicketFilter
  readonly asking: Asking
  readonly below: string | null
  readonly limit: number
  /** What must hold besides, of a ticket named `ticket`. */
  readonly also?: RawBuilder<unknown>
}

/** Ids of tickets, newest first, as the tickets' own indexes find them. */
export async function listTicketIds(tx: Tx, workspaceId: string, asked: AskedTickets): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ${all(conditionsOf(asked.filter, asked.asking))}
      and ${asked.also ?? sql`true`}
      and (${asked.below}::uuid is null or ticket.id < ${asked.below}::uuid)
    order by ticket.id desc
    limit ${asked.limit}`)
  return rows.map((row) => row.id)
}

/** The same among the newest tickets below an id; `edge` is the oldest of those looked at, null when these were all. */
export async function listNewestTicketIds(
  tx: Tx,
  workspaceId: string,
  asked: AskedTickets & { readonly lookedAt: number },
): Promise<{ ids: string[]; edge: string | null }> {
  const newest = sql`
    from tickets as one
    where one.workspace_id = ${workspaceId} and (${asked.below}::uuid is null or one.id < ${asked.below}::uuid)
    order by one.id desc`
  const row = await tx.first(sql<{ ids: string[]; edge: string | null }>`
    select
      array(
        select ticket.id
        from (select one.* ${newest} limit ${asked.lookedAt}::integer) as ticket
        where ${all(conditionsOf(asked.filter, asked.asking))} and ${asked.also ?? sql`true`}
        order by ticket.id desc
        limit ${asked.limit}) as ids,
      (select one.id ${newest} offset ${asked.lookedAt - 1}::integer limit 1) as edge`)
  return row ?? { ids: [], edge: null }
}

/** Those of some tickets that a list shows, newest first. */
export async function holdTickets(
  tx: Tx,
  workspaceId: string,
  asked: { filter: TicketFilter; asking: Asking; ticketIds: readonly string[] },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ticket.id = any(${asked.ticketIds}::uuid[])
      and ${all(conditionsOf(asked.filter, asked.asking))}
    order by ticket.id desc`)
  return rows.map((row) => row.id)
}

/** Tickets whose number or external id a word is: found from the moment they are recorded. */
export async function findTicketsNamed(tx: Tx, workspaceId: string, word: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.number = any(${numbersOf([word])}::bigint[])
    union
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.external_id = ${word}`)
  return rows.map((row) => row.id)
}

/** How many tickets a list has, counted up to `most` by the tickets' own indexes. */
export async function countTicketIds(
  tx: Tx,
  workspaceId: string,
  asked: Pick<AskedTickets, 'filter' | 'asking' | 'also'> & { readonly most: number },
): Promise<number> {
  const row = await tx.first(sql<{ count: number }>`
    select count(*) as count
    from (
      select 1
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId}
        and ${all(conditionsOf(asked.filter, asked.asking))}
        and ${asked.also ?? sql`true`}
      limit ${asked.most}) as counted`)
  return row?.count ?? 0
}
