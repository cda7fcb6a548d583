import { countSlots, giveSlots, type Pace } from '../../core/webhooks/rate-slots.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { chooseDeliveries, type PendingDelivery } from './choose-deliveries.ts'
import {
  type ClaimRoom,
  endUnsent,
  leaseDeliveries,
  putOffDeliveries,
  releaseLeases,
  viewClaimable,
} from './claim-store.ts'
import type { ClaimedDelivery } from './delivery.ts'
import { leaseProbes } from './lease-probes.ts'
import { requireSystem } from './require-system.ts'
import { lockWatchedTargets, parkDue, saveNextSlot, type WatchedTarget } from './webhook-state-store.ts'

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
 * Every claim raises the delivery's epoch, and what an earlier holder has to say is discarded from then on. What nobody
 * waits for any more (an offer or consult that has ended, a subscription that is disabled) is ended here instead of sent. At an
 * endpoint whose breaker is open one delivery at a time is tried, when its probe is due.
 */
export async function claimDeliveries(context: Context, input: ClaimInput): Promise<ClaimedDelivery[]> {
  requireSystem(context)
  const { limit, perEndpoint = 8, perWorkspace = 64, leaseMs = 30_000 } = input
  const heldIds = new Set(input.heldIds)
  // oxlint-disable-next-line switchyard/verb -- a lease is no fact: nothing has happened to anybody yet
  return context.transaction(async (tx) => {
    const { pending, probes, watched } = await viewWithoutOpen(tx, context, {
      leaseMs,
      limit,
      perEndpoint,
      perWorkspace,
      heldIds,
    })
    const nowMs = context.now() - context.workspace.clockOffsetMs
    const slots = new Map(pacesOf(watched).map((pace) => [pace.target, countSlots(pace, nowMs)]))
    const choice = chooseDeliveries(pending, { limit, perEndpoint, perWorkspace, heldIds, slots })
    const [claimed] = await Promise.all([
      choice.take.length === 0 ? [] : leaseDeliveries(tx, context.workspace.id, { seen: choice.take, leaseMs }),
      putOffDeliveries(tx, context.workspace.id, choice.putOff),
    ])
    const all = [...probes, ...claimed]
    const late = all.filter((delivery) => isPointless(delivery, nowMs))
    await endUnsent(tx, context.workspace.id, late)
    const sent = all.filter((delivery) => !late.includes(delivery))
    return atTheirSlots(tx, context, { sent, paces: pacesOf(watched), nowMs })
  })
}

type TargetPace = Pace & Pick<WatchedTarget, 'target'>

function pacesOf(watched: readonly WatchedTarget[]): TargetPace[] {
  return watched.flatMap(({ target, ratePerSecond, nextSlotAt }) =>
    ratePerSecond === null ? [] : [{ target, ratePerSecond, nextSlotAt }],
  )
}

/** Spreads what goes to endpoints whose rate is limited over the time it may take. */
async function atTheirSlots(
  tx: Tx,
  context: Context,
  { sent, paces, nowMs }: { sent: readonly ClaimedDelivery[]; paces: readonly TargetPace[]; nowMs: number },
): Promise<ClaimedDelivery[]> {
  const sendAt = new Map<string, number>()
  for (const pace of paces) {
    const own = sent.filter((delivery) => delivery.target === pace.target)
    if (own.length === 0) continue
    const { slots, nextSlotAt } = giveSlots(pace, nowMs, own.length)
    own.forEach((delivery, index) => sendAt.set(delivery.id, slots[index] ?? nowMs))
    await saveNextSlot(tx, context.workspace.id, { target: pace.target, at: nextSlotAt })
  }
  return sent.map((delivery) => ({ ...delivery, sendAt: sendAt.get(delivery.id) ?? null }))
}

interface Seen {
  readonly pending: readonly PendingDelivery[]
  readonly probes: ClaimedDelivery[]
  readonly watched: readonly WatchedTarget[]
}

/** What may be chosen from, and the probes that are taken besides: nothing else goes to an endpoint that fails. */
async function viewWithoutOpen(
  tx: Tx,
  context: Context,
  by: ClaimRoom & { heldIds: ReadonlySet<string> },
): Promise<Seen> {
  // Both are sent at once: where nothing fails the look at breakers costs no round trip.
  const [seen, watched] = await Promise.all([
    viewClaimable(tx, context.workspace.id, by),
    lockWatchedTargets(tx, context.workspace.id),
  ])
  const open = watched.filter((target) => target.isOpen)
  if (open.length === 0) return { pending: seen, probes: [], watched }
  const failing = new Set(open.map(({ target }) => target))
  const parked = await parkDue(tx, context.workspace.id, [...failing])
  // What is parked may have stood in front of what may go.
  const pending = parked === 0 ? seen : await viewClaimable(tx, context.workspace.id, by)
  const flying = new Set(pending.filter((delivery) => delivery.isInFlight).map((delivery) => delivery.target))
  const due = open.filter((one) => one.isProbeDue && !flying.has(one.target))
  const probes = await leaseProbes(tx, context, { targets: due.map(({ target }) => target), ...by })
  return {
    pending: pending.filter((delivery) => delivery.isInFlight || !failing.has(delivery.target)),
    probes,
    watched,
  }
}

/** A replay is asked for by hand, whatever has become of the offer or consult. */
function isPointless({ type, offer, consult, expiresAt, isReplay, isWanted }: ClaimedDelivery, nowMs: number): boolean {
  if (!isWanted) return true
  if (isReplay || expiresAt === null) return false
  // One that is open is tried to its end, for that end is told to who asks.
  if (type === 'consult.requested') return consult?.isOpen !== true
  return expiresAt <= nowMs || (type === 'offer.created' && offer?.isPending !== true)
}

/** Gives back deliveries that were claimed and not tried to the end, when the product stops. Gives how many were. */
export async function releaseDeliveries(context: Context, claimed: readonly ClaimedDelivery[]): Promise<number> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- as above
  return context.transaction((tx) => releaseLeases(tx, context.workspace.id, claimed))
}
