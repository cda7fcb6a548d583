import type { Context } from '../../platform/context.ts'
import { chooseDeliveries } from './choose-deliveries.ts'
import { endUnsent, leaseDeliveries, putOffDeliveries, releaseLeases, viewClaimable } from './claim-store.ts'
import type { ClaimedDelivery } from './delivery.ts'
import { requireSystem } from './require-system.ts'

export interface ClaimInput {
  readonly limit: number
  readonly perEndpoint?: number
  readonly perWorkspace?: number
  /** Longer than an attempt can take; an attempt whose worker is gone is made again after it. */
  readonly leaseMs?: number
  readonly heldIds?: Iterable<string>
}

/**
 * Leases deliveries of this workspace that are due and may go now (reliability.md 3.4, 3.10); empty when there are none.
 * Every claim raises the delivery's epoch, and what an earlier holder has to say is discarded from then on. What would
 * come too late (an offer that has ended) is ended here instead of sent.
 */
export async function claimDeliveries(context: Context, input: ClaimInput): Promise<ClaimedDelivery[]> {
  requireSystem(context)
  const { limit, perEndpoint = 8, perWorkspace = 64, leaseMs = 30_000 } = input
  const heldIds = new Set(input.heldIds)
  // oxlint-disable-next-line switchyard/verb -- a lease is no fact: nothing has happened to anybody yet
  return context.transaction(async (tx) => {
    const pending = await viewClaimable(tx, context.workspace.id, { leaseMs, perEndpoint })
    const choice = chooseDeliveries(pending, { limit, perEndpoint, perWorkspace, heldIds })
    const [claimed] = await Promise.all([
      choice.take.length === 0 ? [] : leaseDeliveries(tx, context.workspace.id, { seen: choice.take, leaseMs }),
      putOffDeliveries(tx, context.workspace.id, choice.putOff),
    ])
    const late = claimed.filter((delivery) => isTooLate(delivery, context.now() - context.workspace.clockOffsetMs))
    await endUnsent(tx, context.workspace.id, late)
    return claimed.filter((delivery) => !late.includes(delivery))
  })
}

/** A replay is asked for by hand, whatever has become of the offer. */
function isTooLate({ type, offer, expiresAt, isReplay }: ClaimedDelivery, nowMs: number): boolean {
  if (isReplay || expiresAt === null) return false
  return expiresAt <= nowMs || (type === 'offer.created' && offer?.isPending !== true)
}

/** Gives back deliveries that were claimed and not tried to the end, when the product stops. Gives how many were. */
export async function releaseDeliveries(context: Context, claimed: readonly ClaimedDelivery[]): Promise<number> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- as above
  return context.transaction((tx) => releaseLeases(tx, context.workspace.id, claimed))
}
