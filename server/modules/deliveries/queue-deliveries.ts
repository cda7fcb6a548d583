import type { Context, Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { callbackOwner } from './callback-owner.ts'
import { insertQueued } from './queue-store.ts'

/** A callback to come: the event it tells of, where it goes, and the exact text that every attempt sends. */
export interface NewDelivery {
  readonly ticketId: string
  readonly eventId: string
  readonly sequence: number
  readonly url: string
  /** Who raised the ticket: the key of its partner, or of this token, signs. */
  readonly createdBy: { readonly kind: string; readonly id: string; readonly partnerId: string | null }
  readonly body: string
}

/**
 * Queues callbacks in the transaction of the change they tell of (reliability.md 3.1); due at once. Leaves out those to
 * a receiver that has answered `gone` about the ticket. Gives how many were queued.
 */
export async function queueDeliveries(tx: Tx, context: Context, rows: readonly NewDelivery[]): Promise<number> {
  if (rows.length === 0) return 0
  return insertQueued(
    tx,
    context.workspace.id,
    rows.map((row) => ({
      id: newId(),
      ticket_id: row.ticketId,
      event_id: row.eventId,
      sequence: row.sequence,
      url: row.url,
      ...callbackOwner(row.createdBy, context.workspace.id),
      body: row.body,
    })),
  )
}
