import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { type NewOfferDelivery, queueOfferDeliveries } from '../deliveries/index.ts'
import { findOffersForEndpoints, type OfferForEndpoint } from './endpoint-view.ts'
import { presentOffer } from './present-offer.ts'

/** What happened to an offer, with the event that says so. */
export interface OfferNews {
  readonly offerId: string
  readonly eventId: string
  /** The event's place in the ticket's sequence. */
  readonly sequence: number
  readonly type: NewOfferDelivery['type']
  /** The type of the event by which an agent no longer has the work. */
  readonly cause?: string
}

/** So long after it happened an endpoint is told what became of an offer. */
const newsKeptMs = 10 * 60_000

/**
 * Queues what the endpoints of agents are to hear of their offers, in the transaction that changes these. Agents without
 * an endpoint are left out.
 */
export async function tellEndpoints(tx: Tx, context: Context, news: readonly OfferNews[]): Promise<void> {
  if (news.length === 0) return
  const offers = await findOffersForEndpoints(
    tx,
    context.workspace.id,
    news.map(({ offerId }) => offerId),
  )
  const byId = new Map(offers.map((offer) => [offer.id, offer]))
  const deliveries = news.flatMap((one) => {
    const offer = byId.get(one.offerId)
    return offer === undefined ? [] : [deliveryOf(context, offer, one)]
  })
  await queueOfferDeliveries(tx, context, deliveries)
}

function deliveryOf(context: Context, offer: OfferForEndpoint, news: OfferNews): NewOfferDelivery {
  const now = context.now()
  const { cause, ...told } = news
  return {
    ...told,
    ticketId: offer.ticketId,
    url: offer.url,
    createdBy: offer.setBy,
    expiresAt: news.type === 'offer.created' ? offer.expiresAt : now + newsKeptMs,
    body: JSON.stringify({
      type: news.type,
      timestamp: new Date(now).toISOString(),
      workspaceId: encodeId('workspace', context.workspace.id),
      ticketId: encodeId('ticket', offer.ticketId),
      sequence: news.sequence,
      data: { ...dataOf(offer, now), ...(cause !== undefined && { cause }) },
    }),
  }
}

function dataOf(offer: OfferForEndpoint, now: number) {
  const { ticket, ...shown } = presentOffer(offer, now)
  return {
    offer: {
      ...shown,
      endCode: offer.endCode,
      releasedAt: offer.releasedAt === null ? null : new Date(offer.releasedAt).toISOString(),
    },
    task: {
      id: shown.taskId,
      kind: offer.kind,
      state: offer.taskState,
      priority: offer.priority,
      enteredAt: new Date(offer.enteredAt).toISOString(),
    },
    ticket: { id: shown.ticketId, ...ticket },
  }
}
