import type { Effect } from './effects.ts'
import { nextRecheck } from './recheck.ts'
import type { Engine, OfferState } from './state.ts'

/** The pending offer that runs out first; ended ones are dropped on the way. */
const nextOffer = (engine: Engine): OfferState | null => {
  for (let offer = engine.offerTimers.top; offer !== undefined; offer = engine.offerTimers.top) {
    if (engine.offers.get(offer.offerId) === offer) return offer
    engine.offerTimers.pop()
  }
  return null
}

/** Asks once for the end of every pending offer that ran out. */
export const expireDue = (engine: Engine, effects: Effect[]): void => {
  for (let offer = nextOffer(engine); offer !== null && offer.expiresAt <= engine.now; offer = nextOffer(engine)) {
    engine.offerTimers.pop()
    effects.push({ kind: 'expire', offerId: offer.offerId, taskId: offer.task.id, agentId: offer.agentId })
  }
}

/** The instant (ms) at which a `tick` is due; null = none. */
export const nextWakeAt = (engine: Engine): number | null => {
  const offerAt = nextOffer(engine)?.expiresAt ?? Infinity
  const recheckAt = nextRecheck(engine)?.at ?? Infinity
  const at = Math.min(offerAt, recheckAt)
  return at === Infinity ? null : at
}
