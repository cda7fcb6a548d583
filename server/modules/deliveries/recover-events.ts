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

/**
 * Queues what a subscription should have been told of a span and was not: what has no delivery yet gets one, what was
 * given up begins its schedule anew; what was delivered, or still waits, stays. Gives how many. Throws `invalid` for
 * more than 10,000.
 */
export async function recoverEvents(
  tx: Tx,
  context: Context,
  { webhook, from, to }: RecoverySpan & { webhook: Subscriber },
): Promise<number> {
  const range = await findSeqRange(tx, context.workspace.id, {
    from,
    to,
    clockOffsetMs: context.workspace.clockOffsetMs,
  })
  if (range === null) return 0
  const types = typesOf(webhook.eventTypes)
  let queued = 0
  for (let after = range.first - 1; ;) {
    const events = await findEvents(tx, context.workspace.id, { after, upTo: range.last, types, limit: readAtOnce })
    const told = events.filter((event) => event.at >= from && event.at < to && isTold(webhook, event))
    queued += await recoverSome(tx, context, { webhook, told })
    if (queued > eventsAtMost)
      throw refuseField(
        'from',
        'too_many',
        `More than ${eventsAtMost} events were not delivered; ask for a shorter span.`,
      )
    const last = events.at(-1)
    if (last === undefined || events.length < readAtOnce) break
    after = last.seq
  }
  if (queued > 0) tx.afterCommit(() => announceEvents(context.memory))
  return queued
}

async function recoverSome(
  tx: Tx,
  context: Context,
  { webhook, told }: { webhook: Subscriber; told: readonly PlacedEvent[] },
): Promise<number> {
  const eventIds = told.map((event) => event.id)
  const known = await findDeliveriesOfEvents(tx, context.workspace.id, { webhookId: webhook.id, eventIds })
  const knownEvents = new Set(known.map((delivery) => delivery.eventId))
  const missing = told.filter((event) => !knownEvents.has(event.id))
  const failed = known.filter(({ state }) => state !== 'delivered' && state !== 'pending')
  const restarted = await restartFailed(
    tx,
    context.workspace.id,
    failed.map((delivery) => delivery.id),
  )
  return (
    restarted +
    (await queueEvents(
      tx,
      context,
      missing.map((event) => ({ webhook, event })),
    ))
  )
}
