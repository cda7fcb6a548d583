import type { Context, Tx } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { announceEvents, findEvents, findSeqRange, type PlacedEvent } from '../events/index.ts'
import { typesOf } from './fan-out-events.ts'
import { isTold, queueEvents, type Subscriber } from './queue-events.ts'
import { restartFailed } from './queue-store.ts'
import { findDeliveriesOfEvents } from './webhook-view.ts'

const dayMs = 24 * 60 * 60 * 1000
export const longestRecoveryMs = 14 * dayMs
const eventsAtMost = 10_000
const readAtOnce = 1_000

export interface RecoverySpan {
  readonly from: number
  readonly to: number
}

/** The end of a span that reaches until now: what happens at this moment is recorded in whole milliseconds, rounded up. */
export function untilNow(context: Context): number {
  return context.now() + 60_000
}

/** Refuses a span that is none, lies ahead, or begins more than 14 days ago. */
export function requireRecoverable(context: Context, { from, to }: RecoverySpan, pointer: string): void {
  if (from >= Math.min(to, context.now()))
    throw refuseField(pointer, 'wrong_order', 'The span must begin before it ends, and before now.')
  if (from < context.now() - longestRecoveryMs)
    throw refuseField(pointer, 'too_old', 'What happened more than 14 days ago is not sent again.')
}

/** Which events of a span: those that were given up, those that have no delivery, or both. */
export type RecoveryKind = 'failed' | 'missing' | 'all'

/** How many events of each kind. */
export interface RecoveryCounts {
  readonly failed: number
  readonly missing: number
}

interface Recovery extends RecoverySpan {
  readonly webhook: Subscriber
  readonly kind: RecoveryKind
}

/**
 * Queues what a subscription should have been told of a span and was not: what has no delivery yet gets one, what was
 * given up begins its schedule anew; what was delivered, or still waits, stays. Throws `invalid` for more than 10,000.
 */
export async function recoverEvents(tx: Tx, context: Context, recovery: Recovery): Promise<RecoveryCounts> {
  const done = await eachPart(tx, context, recovery, (part) => recoverSome(tx, context, recovery.webhook, part))
  if (done.failed + done.missing > 0) tx.afterCommit(() => announceEvents(context.memory))
  return done
}

/** What `recoverEvents` would queue; nothing is changed. */
export function countRecoverable(tx: Tx, context: Context, recovery: Recovery): Promise<RecoveryCounts> {
  return eachPart(tx, context, recovery, ({ failed, missing }) =>
    Promise.resolve({ failed: failed.length, missing: missing.length }),
  )
}

/** Some events of a span that were not delivered. */
interface Undelivered {
  /** The deliveries that were given up. */
  readonly failed: readonly string[]
  readonly missing: readonly PlacedEvent[]
}

async function eachPart(
  tx: Tx,
  context: Context,
  { webhook, from, to, kind }: Recovery,
  work: (part: Undelivered) => Promise<RecoveryCounts>,
): Promise<RecoveryCounts> {
  const { clockOffsetMs } = context.workspace
  const range = await findSeqRange(tx, context.workspace.id, { from, to, clockOffsetMs })
  let done: RecoveryCounts = { failed: 0, missing: 0 }
  if (range === null) return done
  const types = typesOf(webhook.eventTypes)
  for (let after = range.first - 1; ;) {
    const events = await findEvents(tx, context.workspace.id, { after, upTo: range.last, types, limit: readAtOnce })
    const told = events.filter((event) => event.at >= from && event.at < to && isTold(webhook, event))
    const some = await work(await undeliveredOf(tx, context, { webhook, told, kind }))
    done = { failed: done.failed + some.failed, missing: done.missing + some.missing }
    if (done.failed + done.missing > eventsAtMost) throw refuseTooMany()
    const last = events.at(-1)
    if (last === undefined || events.length < readAtOnce) return done
    after = last.seq
  }
}

function refuseTooMany(): Error {
  const message = `More than ${eventsAtMost} events were not delivered; ask for a shorter span.`
  return refuseField('from', 'too_many', message)
}

async function undeliveredOf(
  tx: Tx,
  context: Context,
  { webhook, told, kind }: { webhook: Subscriber; told: readonly PlacedEvent[]; kind: RecoveryKind },
): Promise<Undelivered> {
  const eventIds = told.map((event) => event.id)
  const known = await findDeliveriesOfEvents(tx, context.workspace.id, { webhookId: webhook.id, eventIds })
  const knownEvents = new Set(known.map((delivery) => delivery.eventId))
  const failed = known.filter(({ state }) => state !== 'delivered' && state !== 'pending')
  return {
    failed: kind === 'missing' ? [] : failed.map((delivery) => delivery.id),
    missing: kind === 'failed' ? [] : told.filter((event) => !knownEvents.has(event.id)),
  }
}

async function recoverSome(
  tx: Tx,
  context: Context,
  webhook: Subscriber,
  { failed, missing }: Undelivered,
): Promise<RecoveryCounts> {
  const told = missing.map((event) => ({ webhook, event }))
  return {
    failed: await restartFailed(tx, context.workspace.id, failed),
    missing: await queueEvents(tx, context, told, 'recover'),
  }
}
