import type { endPendingOffers, releaseAcceptedOffer } from '../../../../server/modules/routing/index.ts'
import { rowTx } from '../rows/row-tx.ts'
import type { OfferRow } from '../rows/row-types.ts'
import type { PlantedBug } from '../planted.ts'

type EndOffers = typeof endPendingOffers
type End = Parameters<EndOffers>[2]

/** Offers asked to end one of these ways end as `decide` says; null leaves an offer as it is. */
const ending =
  (ways: readonly End['to'][], decide: (offer: OfferRow, end: End) => OfferRow['state'] | null) =>
  (original: EndOffers): EndOffers =>
  (tx, workspaceId, end) => {
    if (!ways.includes(end.to)) return original(tx, workspaceId, end)
    const own = rowTx(tx)
    return own.run(() => {
      const offers = end.offerIds.flatMap((id) => own.get('offer', id) ?? [])
      for (const { id } of offers) own.lock('offer', id)
      return offers.flatMap((offer) => {
        const state = decide(offer, end)
        if (state === null) return []
        const ended = { ...offer, state, endCode: end.code, endedAt: end.at, version: offer.version + 1 }
        own.put('offer', ended)
        return [ended]
      })
    })
  }

const ifPending =
  (state: OfferRow['state']) =>
  (offer: OfferRow): OfferRow['state'] | null =>
    offer.state === 'pending' ? state : null

const releaseAgain =
  (): typeof releaseAcceptedOffer =>
  (tx, _workspaceId, { taskId }) => {
    const own = rowTx(tx)
    return own.run(() => own.all('offer').find((one) => one.taskId === taskId && one.state === 'accepted') ?? null)
  }

/** Wrong ends of offers. */
export const offerBugs: readonly PlantedBug[] = [
  {
    name: 'accept-without-compare-and-set',
    what: 'accepting does not ask whether the offer is still pending',
    bug: { endPendingOffers: ending(['accepted'], () => 'accepted') },
  },
  {
    name: 'late-accept-counts',
    what: 'an accept counts after the expiry',
    bug: { endPendingOffers: ending(['accepted'], ifPending('accepted')) },
  },
  {
    name: 'decline-without-compare-and-set',
    what: 'declining does not ask whether the offer is still pending',
    bug: { endPendingOffers: ending(['declined'], () => 'declined') },
  },
  {
    name: 'expiry-ignores-accept',
    what: 'the expiry ends an offer that was accepted meanwhile',
    bug: {
      endPendingOffers: ending(['expired'], ({ expiresAt }, { at }) => (expiresAt <= at ? 'expired' : null)),
    },
  },
  {
    name: 'revoked-though-expired',
    what: 'callers were told that the offer expired, and it is recorded as revoked or cancelled',
    bug: {
      endPendingOffers: ending(['revoked', 'cancelled'], (offer, { to }) => (offer.state === 'pending' ? to : null)),
    },
  },
  {
    name: 'expired-though-in-time',
    what: 'an offer that is taken back in time is recorded as expired',
    bug: { endPendingOffers: ending(['revoked', 'cancelled'], ifPending('expired')) },
  },
  {
    name: 'offer-survives-its-task',
    what: 'work that ends, pauses or is assigned by hand leaves its pending offer standing',
    bug: { findLiveOffersOfTicket: () => async () => [] },
  },
  {
    name: 'double-release',
    what: 'letting go of a task gives back the units of an offer that was released before',
    bug: { releaseAcceptedOffer: releaseAgain },
  },
  {
    name: 'several-offers-to-a-person',
    what: 'a person is not asked whether another offer is open',
    bug: { findAgentsWithOffer: () => async () => new Set<string>() },
  },
]
