import type * as real from '../../../../server/modules/routing/offer-store.ts'
import { plantable } from '../planted.ts'
import { isTwin } from '../rows/constraints.ts'
import { rowTx } from '../rows/row-tx.ts'
import { isHeld, isOver, type OfferRow } from '../rows/row-types.ts'

export * from '../../../../server/modules/routing/offer-store.ts'

export const findPendingOffers: typeof real.findPendingOffers = (tx, _workspaceId, offerIds) =>
  rowTx(tx).run(() =>
    offerIds.flatMap((id) => rowTx(tx).get('offer', id) ?? []).filter(({ state }) => state === 'pending'),
  )

export const findPendingOffersOfTask: typeof real.findPendingOffersOfTask = plantable(
  'findPendingOffersOfTask',
  (tx, _workspaceId, taskId) =>
    rowTx(tx).run(() =>
      rowTx(tx)
        .all('offer')
        .filter((offer) => offer.taskId === taskId && offer.state === 'pending'),
    ),
)

export const findLiveOffersOfTicket: typeof real.findLiveOffersOfTicket = plantable(
  'findLiveOffersOfTicket',
  (tx, _workspaceId, ticketId) => {
    const own = rowTx(tx)
    return own.run(() => {
      const isOpen = (taskId: string) => own.all('task').some((task) => task.id === taskId && !isOver(task))
      return own.all('offer').filter((offer) => offer.ticketId === ticketId && isHeld(offer) && isOpen(offer.taskId))
    })
  },
)

export const findAgentsWithOffer: typeof real.findAgentsWithOffer = plantable(
  'findAgentsWithOffer',
  (tx, _workspaceId, agentIds) =>
    rowTx(tx).run(() => {
      const answering = rowTx(tx)
        .all('offer')
        .filter(({ state, isOneAtATime, agentId }) => state === 'pending' && isOneAtATime && agentIds.includes(agentId))
      return new Set(answering.map(({ agentId }) => agentId))
    }),
)

export const endPendingOffers: typeof real.endPendingOffers = plantable(
  'endPendingOffers',
  (tx, _workspaceId, { offerIds, to, at, code, note }) => {
    const own = rowTx(tx)
    return own.run(() => {
      const ending = offerIds
        .flatMap((id) => own.get('offer', id) ?? [])
        .filter(({ state, expiresAt }) => state === 'pending' && isInTime(to, expiresAt, at))
      for (const offer of ending) own.lock('offer', offer.id)
      return ending.map((offer) => {
        const isLate = offer.expiresAt <= at
        const ended: OfferRow = {
          ...offer,
          state: isLate ? 'expired' : to,
          endCode: isLate ? null : code,
          endNote: isLate ? null : note,
          endedAt: at,
          version: offer.version + 1,
        }
        own.put('offer', ended)
        return ended
      })
    })
  },
)

function isInTime(to: string, expiresAt: number, at: number): boolean {
  if (to === 'accepted' || to === 'declined') return expiresAt > at
  return to === 'expired' ? expiresAt <= at : true
}

export const releaseAcceptedOffer: typeof real.releaseAcceptedOffer = plantable(
  'releaseAcceptedOffer',
  (tx, _workspaceId, { taskId, at }) => {
    const own = rowTx(tx)
    return own.run(() => {
      const isIt = (offer: OfferRow) =>
        offer.taskId === taskId && offer.state === 'accepted' && offer.releasedAt === null
      const offer = own.all('offer').find(isIt)
      if (offer === undefined) return null
      own.lock('offer', offer.id)
      const released = { ...offer, releasedAt: at, version: offer.version + 1 }
      own.put('offer', released)
      return released
    })
  },
)

export const insertOffers: typeof real.insertOffers = plantable('insertOffers', (tx, _workspaceId, offers) => {
  const own = rowTx(tx)
  return own.run(() => {
    const fresh = offers.map((offer): OfferRow => ({
      ...offer,
      endCode: null,
      endNote: null,
      version: 1,
      endedAt: offer.state === 'accepted' ? offer.createdAt : null,
      releasedAt: null,
    }))
    return fresh.flatMap((offer) => {
      own.waitForTwins('offer', (other) => isTwin(offer, other))
      if (own.all('offer').some((other) => isTwin(offer, other))) return []
      own.put('offer', offer)
      return [offer.id]
    })
  })
})
