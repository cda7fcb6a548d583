import { matchesType } from '../../core/webhooks/event-pattern.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import type { PlacedEvent } from '../events/index.ts'
import { eventBody } from './event-body.ts'
import { insertQueued, type QueuedRow } from './queue-store.ts'
import type { WebhookDetails } from './webhook.ts'

/** What a subscription must say to be told of something. */
export type Subscriber = Pick<WebhookDetails, 'url' | 'eventTypes' | 'channels' | 'queues' | 'order'> & {
  readonly id: string
}

/** Whether a subscription is to be told of an event: by its type and, for what belongs to a ticket, its place. */
export function isTold(webhook: Subscriber, { type, place }: PlacedEvent): boolean {
  if (!matchesType(webhook.eventTypes, type)) return false
  const { channels, queues } = webhook
  if (channels === null && queues === null) return true
  // What belongs to no ticket lies in no channel and no queue.
  if (place === null) return false
  return (channels?.includes(place.channel) ?? true) && (queues?.includes(place.queue) ?? true)
}

/** Queues what endpoints are told of events, due now; an endpoint that has a delivery of the event gets no second one. */
export async function queueEvents(
  tx: Tx,
  context: Context,
  told: readonly { webhook: Subscriber; event: PlacedEvent }[],
  cause: QueuedRow['cause'] = 'auto',
): Promise<number> {
  const bodies = new Map<PlacedEvent, string>()
  // In the order of the feed also where they are made in the same millisecond: lists show the newest first.
  const ids = told.map(() => newId()).toSorted((one, other) => (one < other ? -1 : 1))
  const rows = told.map(({ webhook, event }, index): QueuedRow => {
    const body = bodies.get(event) ?? eventBody(event)
    bodies.set(event, body)
    const { id: event_id, ticketId: ticket_id, subjectSeq: sequence, type, subjectId } = event
    return queuedRow(webhook, {
      id: ids[index] ?? newId(),
      event_id,
      ticket_id,
      sequence,
      type,
      body,
      subjectId,
      cause,
    })
  })
  return rows.length === 0 ? 0 : insertQueued(tx, context.workspace.id, rows)
}

/** A delivery to a subscription; one that keeps no order has a lane of its own. */
export function queuedRow(
  webhook: Pick<Subscriber, 'id' | 'url' | 'order'>,
  told: Pick<QueuedRow, 'id' | 'event_id' | 'ticket_id' | 'sequence' | 'type' | 'body' | 'cause'> & {
    subjectId: string
  },
): QueuedRow {
  const { subjectId, ...row } = told
  return {
    ...row,
    url: webhook.url,
    owner_kind: 'webhook',
    owner_id: webhook.id,
    offer_id: null,
    consult_id: null,
    expires_at: null,
    endpoint_id: webhook.id,
    order_key: webhook.order === 'unordered' ? row.id : row.ticket_id === null ? subjectId : null,
    is_strict: webhook.order === 'strict',
  }
}
