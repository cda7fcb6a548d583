import type { Context, Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { callbackOwner } from './callback-owner.ts'
import { insertQueued, type QueuedRow } from './queue-store.ts'

/** A delivery to come: the event it tells of, where it goes, and the exact text that every attempt sends. */
export interface NewDelivery {
  readonly ticketId: string
  readonly eventId: string
  readonly sequence: number
  readonly url: string
  /** Who raised the ticket, or named the endpoint: the key of its partner, or of this token, signs. */
  readonly createdBy: { readonly kind: string; readonly id: string; readonly partnerId: string | null }
  readonly body: string
  /** What it is, where it is no callback of the ticket's changes. */
  readonly type?: string
}

/** What is told to an agent's endpoint. */
interface NewAgentDelivery extends NewDelivery {
  /** Not tried after this instant of the workspace's time. */
  readonly expiresAt: number
}

/** The same about an offer. */
export interface NewOfferDelivery extends NewAgentDelivery {
  readonly type: 'offer.created' | 'offer.accepted' | 'offer.ended' | 'offer.released'
  readonly offerId: string
}

/** The same about a consult. */
export interface NewConsultDelivery extends NewAgentDelivery {
  readonly type: 'consult.requested' | 'consult.ended'
  readonly consultId: string
}

/**
 * Queues callbacks in the transaction of the change they tell of (reliability.md 3.1); due at once. Leaves out those to
 * a receiver that has answered `gone` about the ticket. Gives how many were queued.
 */
export function queueDeliveries(tx: Tx, context: Context, rows: readonly NewDelivery[]): Promise<number> {
  return queue(
    tx,
    context,
    rows.map((row) =>
      rowOf(context, row, { type: row.type ?? 'ticket.updated', offer_id: null, consult_id: null, expires_at: null }),
    ),
  )
}

/** Queues what endpoints of agents are told of offers, in the transaction that changes these; due at once. */
export function queueOfferDeliveries(tx: Tx, context: Context, rows: readonly NewOfferDelivery[]): Promise<number> {
  const rowOfOffer = (row: NewOfferDelivery) =>
    rowOf(context, row, { type: row.type, offer_id: row.offerId, consult_id: null, expires_at: endOf(context, row) })
  return queue(tx, context, rows.map(rowOfOffer))
}

/** Queues what endpoints of agents are told of consults, in the transaction that changes these; due at once. */
export function queueConsultDeliveries(tx: Tx, context: Context, rows: readonly NewConsultDelivery[]): Promise<number> {
  const rowOfConsult = (row: NewConsultDelivery) =>
    rowOf(context, row, { type: row.type, offer_id: null, consult_id: row.consultId, expires_at: endOf(context, row) })
  return queue(tx, context, rows.map(rowOfConsult))
}

/** Like all instants of a delivery it is kept in the database's time, of which a rehearsal may be ahead. */
function endOf({ workspace }: Context, { expiresAt }: NewAgentDelivery): string {
  return new Date(expiresAt - workspace.clockOffsetMs).toISOString()
}

async function queue(tx: Tx, context: Context, rows: readonly QueuedRow[]): Promise<number> {
  return rows.length === 0 ? 0 : insertQueued(tx, context.workspace.id, rows)
}

function rowOf(
  context: Context,
  row: NewDelivery,
  more: Pick<QueuedRow, 'type' | 'offer_id' | 'consult_id' | 'expires_at'>,
): QueuedRow {
  return {
    id: newId(),
    ticket_id: row.ticketId,
    event_id: row.eventId,
    sequence: row.sequence,
    url: row.url,
    ...callbackOwner(row.createdBy, context.workspace.id),
    body: row.body,
    endpoint_id: null,
    order_key: null,
    is_strict: false,
    cause: 'auto',
    ...more,
  }
}
