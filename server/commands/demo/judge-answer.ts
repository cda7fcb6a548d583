import type { ApiProblem } from '@switchyard/sdk'

/** What a refusal means to a client of the API. */
export type Judgement =
  /** Somebody else was first: a client goes on with something else. */
  | 'race'
  /** Nobody answered, or the server asks to come again: too often, too much at once, not ready. */
  | 'later'
  | 'fault'
  | 'unexpected'
  /** The token opens nothing any more. */
  | 'lockedOut'

export function judge({ status }: Pick<ApiProblem, 'status'>): Judgement {
  if (status === 0 || status === 429 || status === 503) return 'later'
  if (status === 409 || status === 412) return 'race'
  if (status === 401) return 'lockedOut'
  return status >= 500 ? 'fault' : 'unexpected'
}

/** `/v1/offers/offer_01…/accept` -> `/v1/offers/{id}/accept`. */
export function addressOf(path: string): string {
  return path.replaceAll(/\/[a-z]+_[0-9a-z]{26}/g, '/{id}').replace(/\?.*/, '')
}
