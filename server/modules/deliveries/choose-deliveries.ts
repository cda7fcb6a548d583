import { type DeliveryOrder, type EarlierDelivery, mayFlow } from '../../core/webhooks/may-flow.ts'

/** A pending delivery as the claim sees it. */
export interface PendingDelivery {
  readonly id: string
  readonly epoch: number
  readonly laneId: string
  readonly target: string
  readonly isStrict: boolean
  readonly sequence: number
  /** Attempts made, all of them failures. */
  readonly attempts: number
  readonly isReplay: boolean
  readonly isInFlight: boolean
  /** What may be in flight at its endpoint by the word of an agent there; null = as many as anywhere. */
  readonly perEndpoint: number | null
  /** Until it comes due, or until its lease ends when it is in flight; 0 or less = due now. */
  readonly waitMs: number
}

export interface ClaimLimits {
  /** How many this worker takes now at most. */
  readonly limit: number
  /** In flight at once, over all workers. */
  readonly perEndpoint: number
  readonly perWorkspace: number
  /** What this worker still holds although its lease may be over. */
  readonly heldIds: ReadonlySet<string>
  /** How many a target may be sent by its rate; one that is not named has none. */
  readonly slots?: ReadonlyMap<string, number>
}

export interface Choice {
  readonly take: readonly PendingDelivery[]
  /** Due deliveries that wait for an earlier one of their ticket: not to be looked at before that one is due itself. */
  readonly putOff: readonly { readonly id: string; readonly epoch: number; readonly waitMs: number }[]
}

/**
 * Chooses which due deliveries of a workspace are sent now (reliability.md 3.4): per lane and endpoint in order and one
 * at a time, endpoints in turn, fresh ones before retries, within the limits. `pending` holds all that are in flight, and
 * of every lane and endpoint that is looked at all that are pending.
 */
export function chooseDeliveries(pending: readonly PendingDelivery[], limits: ClaimLimits): Choice {
  const inFlight = pending.filter((delivery) => delivery.isInFlight)
  const flyingTo = countBy(inFlight, (delivery) => delivery.target)
  const lanes = Map.groupBy(pending, (delivery) => `${delivery.laneId} ${delivery.target}`)
  const ready: PendingDelivery[] = []
  const putOff: Choice['putOff'][number][] = []
  for (const lane of lanes.values()) {
    const judged = judgeLane(lane, limits.heldIds)
    if (judged.next !== null) ready.push(judged.next)
    putOff.push(...judged.putOff)
  }
  const room = Math.min(limits.limit, limits.perWorkspace - inFlight.length)
  const roomAt = ({ target, perEndpoint }: PendingDelivery) =>
    Math.min(
      (perEndpoint ?? limits.perEndpoint) - (flyingTo.get(target) ?? 0),
      limits.slots?.get(target) ?? Number.POSITIVE_INFINITY,
    )
  return { take: inTurns(ready, roomAt).slice(0, Math.max(0, room)), putOff }
}

/** The deliveries of one lane to one endpoint: at most one of them may go now. */
function judgeLane(
  lane: readonly PendingDelivery[],
  heldIds: ReadonlySet<string>,
): { next: PendingDelivery | null; putOff: Choice['putOff'] } {
  const isBusy = lane.some((delivery) => delivery.isInFlight || heldIds.has(delivery.id))
  const due = lane.filter((delivery) => delivery.waitMs <= 0).toSorted((a, b) => a.sequence - b.sequence)
  const free = due.filter((delivery) => delivery.isReplay || mayFlow(orderOf(delivery), earlierOf(delivery, lane)))
  const putOff = due.flatMap((delivery) => {
    const waitMs = free.includes(delivery) ? 0 : Math.max(...blockersOf(delivery, lane).map((other) => other.waitMs))
    return waitMs > 0 ? [{ id: delivery.id, epoch: delivery.epoch, waitMs }] : []
  })
  return isBusy ? { next: null, putOff: [] } : { next: free[0] ?? null, putOff }
}

const orderOf = ({ isStrict }: PendingDelivery): DeliveryOrder => (isStrict ? 'strict' : 'held')

/** A replay holds nobody back: what it tells has had its turn. */
function blockersOf(delivery: PendingDelivery, lane: readonly PendingDelivery[]): PendingDelivery[] {
  return lane.filter((other) => other.sequence < delivery.sequence && !other.isReplay)
}

function earlierOf(delivery: PendingDelivery, lane: readonly PendingDelivery[]): EarlierDelivery[] {
  return blockersOf(delivery, lane).map(({ attempts, isInFlight }) => ({ failures: attempts, isInFlight }))
}

/** Fresh ones first; within them each endpoint's first, then each endpoint's second, and so on. */
function inTurns(ready: readonly PendingDelivery[], roomAt: (delivery: PendingDelivery) => number): PendingDelivery[] {
  const byAge = ready.toSorted((a, b) => Number(a.attempts > 0) - Number(b.attempts > 0) || a.waitMs - b.waitMs)
  const turns = new Map<string, number>()
  const placed = byAge.map((delivery) => {
    const turn = turns.get(delivery.target) ?? 0
    turns.set(delivery.target, turn + 1)
    return { delivery, turn, isRetry: delivery.attempts > 0 }
  })
  return placed
    .filter(({ delivery, turn }) => turn < roomAt(delivery))
    .toSorted((a, b) => Number(a.isRetry) - Number(b.isRetry) || a.turn - b.turn)
    .map(({ delivery }) => delivery)
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}
