import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Since when a ticket is in its status, and which moves of time have been made since. */
export interface StoredStay {
  readonly status: string
  readonly since: number
  readonly made: readonly string[]
}

export function findStay(tx: Tx, workspaceId: string, ticketId: string): Promise<StoredStay | null> {
  return tx.first(sql<StoredStay>`
    select stay.status, stay.since, stay.made
    from ticket_stays as stay
    where stay.workspace_id = ${workspaceId} and stay.ticket_id = ${ticketId}`)
}
