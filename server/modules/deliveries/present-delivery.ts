import { encodeId } from '../../platform/ids.ts'
import type { Delivery, DeliveryDetail } from './delivery.ts'

/** A delivery as the API writes it. */
export function presentDelivery(delivery: Delivery) {
  return {
    id: encodeId('delivery', delivery.id),
    ticketId: delivery.ticketId === null ? null : encodeId('ticket', delivery.ticketId),
    webhookId: delivery.webhookId === null ? null : encodeId('webhook', delivery.webhookId),
    eventId: encodeId('event', delivery.eventId),
    sequence: delivery.sequence,
    type: delivery.type,
    url: delivery.url,
    state: delivery.state,
    nextAttemptAt: instantText(delivery.nextAttemptAt),
    createdAt: new Date(delivery.createdAt).toISOString(),
    endedAt: instantText(delivery.endedAt),
    attempts: delivery.attempts.map((attempt) => ({
      ...attempt,
      id: encodeId('attempt', attempt.id),
      startedAt: new Date(attempt.startedAt).toISOString(),
      nextAttemptAt: instantText(attempt.nextAttemptAt),
    })),
  }
}

/** The same with the text that every attempt sends. */
export function presentDeliveryDetail(delivery: DeliveryDetail) {
  return { ...presentDelivery(delivery), body: delivery.body }
}

function instantText(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString()
}
