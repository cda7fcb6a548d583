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
  /** The least id that takes part. */
  readonly least: string | null
  /** What must hold besides, of a ticket named `ticket`. */
  readonly also?: RawBuilder<unknown>
}

function placeOf(ticket: RawBuilder<unknown>, { below, least }: Pick<AskedTickets, 'below' | 'least'>) {
  return all([
    ...(below === null ? [] : [sql`${ticket}.id < ${below}::uuid`]),
    ...(least === null ? [] : [sql`${ticket}.id >= ${least}::uuid`]),
  ])
}

/** Ids of tickets, newest first, as the tickets' own indexes find them. */
export async function listTicketIds(tx: Tx, workspaceId: string, asked: AskedTickets): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ${all(conditionsOf(asked.filter, asked.asking))}
      and ${asked.also ?? sql`true`}
      and ${placeOf(sql`ticket`, asked)}
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
    where one.workspace_id = ${workspaceId} and ${placeOf(sql`one`, asked)}
    order by one.id desc`
  const row = await tx.first(sql<{ ids: string[]; edge: string | null }>`
    with found as materialized (
      select array(
        select ticket.id
        from (select one.* ${newest} limit ${asked.lookedAt}::integer) as ticket
        where ${all(conditionsOf(asked.filter, asked.asking))} and ${asked.also ?? sql`true`}
        order by ticket.id desc
        limit ${asked.limit}) as ids)
    select found.ids,
      case when cardinality(found.ids) < ${asked.limit}::integer
        then (select one.id ${newest} offset ${asked.lookedAt - 1}::integer limit 1) end as edge
    from found`)
  return row ?? { ids: [], edge: null }
}

/**
 * Whether tickets have their ids from about the instant they were created at: the oldest, the newest, and the first from
 * `bound` on. A history that was made up has all its ids from when it was made up.
 */
export async function areIdsInStep(
  tx: Tx,
  workspaceId: string,
  { bound, skewMs }: { bound: string; skewMs: number },
): Promise<boolean> {
  const one = (rest: RawBuilder<unknown>) => sql`(
    select one.id, one.created_at
    from tickets as one
    where one.workspace_id = ${workspaceId} and ${rest}
    limit 1)`
  const row = await tx.first(sql<{ isInStep: boolean }>`
    select bool_and(abs(search_ms(probe.id) - extract(epoch from probe.created_at) * 1000) < ${skewMs}) as "isInStep"
    from (
      ${one(sql`true order by one.id`)}
      union all
      ${one(sql`true order by one.id desc`)}
      union all
      ${one(sql`one.id >= ${bound}::uuid order by one.id`)}) as probe`)
  return row?.isInStep === true
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

/**
 * How many tickets a list has, counted up to `most` by the tickets' own indexes. Planned as if all were wanted: with the
 * end in sight the planner would walk by the first index that comes and hope to meet some.
 */
export async function countTicketIds(
  tx: Tx,
  workspaceId: string,
  asked: Pick<AskedTickets, 'filter' | 'asking' | 'also'> & { readonly most: number },
): Promise<number> {
  const row = await tx.first(sql<{ count: number }>`
    with matching as materialized (
      select 1
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId}
        and ${all(conditionsOf(asked.filter, asked.asking))}
        and ${asked.also ?? sql`true`})
    select count(*) as count
    from (select 1 from matching limit ${asked.most}) as counted`)
  return row?.count ?? 0
}
