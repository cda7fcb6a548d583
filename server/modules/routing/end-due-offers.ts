import type { Context } from '../../platform/context.ts'
import { countMissedOffers } from '../agents/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { expiryCooldownMs } from './engine-config.ts'
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
 * Ends offers that ran out, each counting as a miss of its agent, or that make no sense any more. One that somebody
 * answered meanwhile is left out. Throws `ShardLost` when another router took over.
 */
export async function endDueOffers(context: Context, due: DueOffers): Promise<EndedOffer[]> {
  requireSystem(context)
  const { presence } = await currentWorkflow(context)
  const isExpiry = due.to === 'expired'
  return context.transaction(async (tx) => {
    await holdEpoch(tx, context.workspace.id, due.epoch)
    const ended = await endOffers(tx, context, {
      offerIds: due.offerIds,
      to: due.to,
      code: due.reason,
      note: null,
      excludeForMs: isExpiry ? expiryCooldownMs : 0,
    })
    const agentIds = isExpiry ? [...new Set(ended.map(({ offer }) => offer.agentId))] : []
    await countMissedOffers(tx, context, { agentIds, limit: presence.missedOffers })
    return ended
  })
}
