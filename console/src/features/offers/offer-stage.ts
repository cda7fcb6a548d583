import { ApiProblem } from '@switchyard/sdk'
import type { Offer } from '@switchyard/sdk'

export type OfferStage =
  | { name: 'open' }
  | { name: 'accepting' }
  | { name: 'taken'; by: string | null }
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

function stageOfConflict(problem: ApiProblem): OfferStage {
  const lostTo = problem.body.lostTo
  if (lostTo?.kind === 'expiry' || problem.code === 'offer_expired') return { name: 'expired' }
  if (lostTo?.kind === 'revocation' || problem.code === 'offer_revoked') return { name: 'revoked' }
  return { name: 'taken', by: lostTo?.name ?? null }
}

/** Where an offer stands for the person it was made to. */
export function offerStage({ offer, isAccepting, error, leftMs }: StageInput): OfferStage {
  if (error instanceof ApiProblem && error.status === 409) return stageOfConflict(error)
  switch (offer.state) {
    case 'pending':
      if (isAccepting) return { name: 'accepting' }
      if (error) return { name: 'failed', error }
      return leftMs <= 0 ? { name: 'expired' } : { name: 'open' }
    case 'accepted':
      return { name: 'accepting' }
    case 'declined':
    case 'expired':
      return { name: 'expired' }
    case 'revoked':
      return { name: 'revoked' }
    case 'cancelled':
      return { name: 'taken', by: null }
  }
}
