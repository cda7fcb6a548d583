import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { SearchCursor } from './search-cursor-store.ts'

/** Workspaces whose documents are behind their events, or being rebuilt. Needs the relay's role. */
export async function findWorkspacesToIndex(tx: Tx, upTo: number): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select workspace.id
    from workspaces as workspace
    left join search_cursors as place on place.workspace_id = workspace.id
    where place.workspace_id is null
      or place.rebuild_below is not null
      or exists (
        select 1
        from events as event
        where event.workspace_id = place.workspace_id and event.seq > place.seq and event.seq <= ${upTo})`)
  return rows.map((row) => row.id)
}

/** How far a workspace's documents are, with how many tickets it has; null before they were begun. */
export function findIndexState(
  tx: Tx,
  workspaceId: string,
): Promise<(SearchCursor & { readonly tickets: number }) | null> {
  return tx.first(sql<SearchCursor & { tickets: number }>`
    select place.seq, place.rebuild_below as "rebuildBelow", place.rebuilt,
      (select count(*) from tickets as ticket where ticket.workspace_id = ${workspaceId}) as tickets
    from search_cursors as place
    where place.workspace_id = ${workspaceId}`)
}

/** The tickets below one, the newest first. */
export async function findTicketsBelow(
  tx: Tx,
  workspaceId: string,
  page: { below: string; limit: number },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.id < ${page.below}
    order by ticket.id desc
    limit ${page.limit}`)
  return rows.map((row) => row.id)
}

/** What the events of a range touch: tickets themselves, and all those of customers that changed. */
export interface Touched {
  readonly lastSeq: number
  readonly events: number
  readonly ticketIds: readonly string[]
}

export async function findTouched(
  tx: Tx,
  workspaceId: string,
  range: { after: number; upTo: number; limit: number },
): Promise<Touched> {
  const row = await tx.first(sql<{ lastSeq: number | null; events: number; ticketIds: string[] }>`
    with passed as materialized (
      select event.seq, event.ticket_id, event.type, event.subject_id,
        event.type = 'message.added' and event.data ? 'chatId' as is_in_chat
      from events as event
      where event.workspace_id = ${workspaceId} and event.seq > ${range.after} and event.seq <= ${range.upTo}
      order by event.seq
      limit ${range.limit}),
    touched as (
      select passed.ticket_id as id
      from passed
      where passed.ticket_id is not null
        and (passed.type like 'ticket.%' or passed.type = 'chat.ended'
          or passed.type like 'message.%' and not passed.is_in_chat)
      union
      select ticket.id
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId}
        and ticket.customer_id in (
          select passed.subject_id
          from passed
          where passed.type like 'customer.%' and passed.type <> 'customer.created'))
    select max(passed.seq) as "lastSeq", count(*) as events,
      array(select touched.id from touched where touched.id is not null order by touched.id) as "ticketIds"
    from passed`)
  return { lastSeq: row?.lastSeq ?? range.upTo, events: row?.events ?? 0, ticketIds: row?.ticketIds ?? [] }
}
