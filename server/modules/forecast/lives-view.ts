import type { RawBuilder } from 'kysely'
import type { LedgerEntry } from '../../core/clocks/index.ts'
import type { PlaceFact } from '../../core/forecast/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Tickets of a sample, and of how many they are. */
export interface SampledTickets {
  readonly ticketIds: readonly string[]
  readonly of: number
}

/** The ledgers of a ticket's clocks, and what it was since when. */
export interface LivesRow {
  readonly ledgers: readonly (readonly LedgerEntry[])[]
  readonly facts: readonly PlaceFact[]
}

/** Tickets created in a time, `most` at most: of more of them every so many, so that they lie evenly over the time. */
export async function sampleTickets(
  tx: Tx,
  workspaceId: string,
  { from, to, place, most }: { from: number; to: number; place: RawBuilder<unknown> | null; most: number },
): Promise<SampledTickets> {
  const [found] = await tx.rows(sql<SampledTickets>`
    with asked as materialized (
      select ticket.id, row_number() over (order by ticket.number) as place
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId} and ticket.created_at >= ${new Date(from)}
        and ticket.created_at < ${new Date(to)} and ${place ?? sql`true`}),
    counted as (select count(*)::int as "of" from asked)
    select counted."of", array(
        select asked.id::text
        from asked
        where asked.place % greatest(1, ceil(counted."of"::float8 / ${most})::bigint) = 0
        order by asked.place) as "ticketIds"
    from counted`)
  return found ?? { ticketIds: [], of: 0 }
}

/** The clocks of these tickets with their ledgers; those of merged tickets too, up to their merging. */
export function findLives(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<LivesRow[]> {
  return tx.rows(sql<LivesRow>`
    select clocks.ledgers, coalesce(facts.list, '[]') as facts
    from unnest(${ticketIds}::uuid[]) as ticket (id)
    cross join lateral (
      select jsonb_agg(clock.detail -> 'ledger') as ledgers
      from sla_clocks as clock
      where clock.workspace_id = ${workspaceId} and clock.ticket_id = ticket.id) as clocks
    cross join lateral (
      select jsonb_agg(${fact} order by event.seq) as list
      from events as event
      where event.workspace_id = ${workspaceId} and event.ticket_id = ticket.id and ${tellsPlace}) as facts
    where clocks.ledgers is not null`)
}

/** What a ticket was since when, the earliest first. */
export async function findPlaceFacts(tx: Tx, workspaceId: string, ticketId: string): Promise<PlaceFact[]> {
  const rows = await tx.rows(sql<{ fact: PlaceFact }>`
    select ${fact} as fact
    from events as event
    where event.workspace_id = ${workspaceId} and event.ticket_id = ${ticketId}::uuid and ${tellsPlace}
    order by event.seq`)
  return rows.map(({ fact: told }) => told)
}

const tellsPlace = sql`(event.type in ('ticket.created', 'ticket.classified', 'task.queued', 'task.transferred')
  or (event.type = 'ticket.updated' and event.data -> 'changed' ? 'priority')
  or (event.type = 'task.overflowed' and event.data ->> 'target' = 'queue'))`

/** Only what the event tells; the others are null. */
const fact = sql`jsonb_build_object(
  'at', (extract(epoch from event.at) * 1000)::float8,
  'queue', case event.type when 'task.transferred' then event.data -> 'to' ->> 'queue'
    when 'task.overflowed' then event.data ->> 'to' else event.data ->> 'queue' end,
  'priority', case event.type when 'ticket.updated' then (
      select value ->> 'to'
      from jsonb_array_elements(event.data -> 'values') as value
      where value ->> 'name' = 'priority')
    else event.data ->> 'priority' end,
  'serviceLine', event.data ->> 'serviceLine')`
