import type { Context } from '../../platform/context.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { type EndedOffer, endOffers } from './end-offers.ts'
import { requireSystem } from './require-system.ts'
import { holdEpoch } from './shard-store.ts'

/** Offers the router ends for one reason. */
export interface DueOffers {
  readonly epoch: number
  readonly offerIds: readonly string[]
  readonly to: 'expired' | 'revoked'
  readonly reason: string | null
}

/**
 * Ends offers that ran out or that make no sense any more. One that somebody answered meanwhile is left out.
 * Throws `ShardLost` when another router took over.
 */
export async function endDueOffers(context: Context, due: DueOffers): Promise<EndedOffer[]> {
  requireSystem(context)
  const workflow = await currentWorkflow(context)
  return context.transaction(async (tx) => {
    await holdEpoch(tx, context.workspace.id, due.epoch)
    return endOffers(tx, context, { offerIds: due.offerIds, to: due.to, code: due.reason, note: null, workflow })
  })
}
