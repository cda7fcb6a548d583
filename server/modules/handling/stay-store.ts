import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Keeps since when a ticket is in a status, none of whose moves has been made. */
export async function insertStay(
  tx: Tx,
  workspaceId: string,
  stay: { ticketId: string; status: string; since: number },
): Promise<void> {
  await tx.count(sql`
    insert into ticket_stays (workspace_id, ticket_id, status, since)
    values (${workspaceId}, ${stay.ticketId}, ${stay.status}, ${new Date(stay.since)})
    on conflict (workspace_id, ticket_id) do update
    set status = excluded.status, since = excluded.since, made = '{}'`)
}

/** Keeps that a move has been made. */
export async function noteMove(tx: Tx, workspaceId: string, made: { ticketId: string; id: string }): Promise<void> {
  await tx.count(sql`
    update ticket_stays
    set made = ticket_stays.made || ${made.id}::text
    where ticket_stays.workspace_id = ${workspaceId} and ticket_stays.ticket_id = ${made.ticketId}`)
}

/** The ticket is where time does nothing. False when it was in such a place before. */
export async function deleteStay(tx: Tx, workspaceId: string, ticketId: string): Promise<boolean> {
  const deleted = await tx.count(sql`
    delete from ticket_stays
    where ticket_stays.workspace_id = ${workspaceId} and ticket_stays.ticket_id = ${ticketId}`)
  return deleted > 0
}

/**
 * Begins a stay from now for every ticket that is in one of these statuses already, and gives the tickets of all stays
 * there. A stay that was begun goes on, under its new name where the status was renamed.
 */
export async function insertStays(
  tx: Tx,
  workspaceId: string,
  { places, at }: { places: readonly (readonly [lifecycle: string, status: string])[]; at: number },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    insert into ticket_stays (workspace_id, ticket_id, status, since)
    select ticket.workspace_id, ticket.id, ticket.status, ${new Date(at)}::timestamptz
    from tickets as ticket
    join unnest(${places.map(([lifecycle]) => lifecycle)}::text[], ${places.map(([, status]) => status)}::text[])
      as place (lifecycle, status) on place.lifecycle = ticket.lifecycle and place.status = ticket.status
    where ticket.workspace_id = ${workspaceId}
    order by ticket.id
    on conflict (workspace_id, ticket_id) do update
    set status = excluded.status
    returning ticket_stays.ticket_id as id`)
  return rows.map((row) => row.id)
}
