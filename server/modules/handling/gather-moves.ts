import { createGathering, type Gathered } from '../../platform/gathering.ts'
import type { ShownOffer, ShownTask } from '../routing/index.ts'

/** What somebody asks for whose move may be made together with others'. */
type Wish =
  | { readonly kind: 'accept'; readonly offerId: string }
  | { readonly kind: 'complete'; readonly taskId: string }

export type MoveMade =
  | { readonly kind: 'accepted'; readonly offer: ShownOffer }
  | { readonly kind: 'completed'; readonly task: ShownTask }
  /** There is more to it, or something against it: it is to be made in a transaction of its own. */
  | { readonly kind: 'alone' }

export interface WaitingMove extends Gathered<MoveMade> {
  readonly wish: Wish
}

/** Makes a move of a task together with those that are asked for at the same time. */
export const gatherMove = createGathering<MoveMade, WaitingMove>({ name: 'handling.moves', largestBatch: 200 })
