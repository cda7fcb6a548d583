import { ApiProblem } from '@switchyard/sdk'
import type { Offer } from '@switchyard/sdk'

export type OfferStage =
  | { name: 'open' }
  | { name: 'accepting' }
  | { name: 'taken' }
  | { name: 'expired' }
  | { name: 'revoked' }
  | { name: 'failed'; error: Error }

interface StageInput {
  offer: Offer
  isAccepting: boolean
  error: Error | null
  /** Milliseconds until the offer expires, by the server's clock. */
  leftMs: number
}

const endStages: Record<string, OfferStage> = {
  declined: { name: 'expired' },
  expired: { name: 'expired' },
  revoked: { name: 'revoked' },
  cancelled: { name: 'revoked' },
}

/** An offer that has ended, by its state or by the `lostTo` of the answer to a late call. */
const stageOfEnd = (state = ''): OfferStage => endStages[state] ?? { name: 'taken' }

/** Where an offer stands for the person it was made to. */
export function offerStage({ offer, isAccepting, error, leftMs }: StageInput): OfferStage {
  if (error instanceof ApiProblem && error.status === 409) return stageOfEnd(error.body.lostTo)
  if (offer.state === 'accepted') return { name: 'accepting' }
  if (offer.state !== 'pending') return stageOfEnd(offer.state)
  if (isAccepting) return { name: 'accepting' }
  if (error) return { name: 'failed', error }
  return leftMs <= 0 ? { name: 'expired' } : { name: 'open' }
}
