import type { Context, Tx } from '../../platform/context.ts'
import { announceEvents, type EventType, eventTypes, findEvents, type PlacedEvent } from '../events/index.ts'
import { matchesType } from '../../core/webhooks/event-pattern.ts'
import { isTold, queueEvents } from './queue-events.ts'
import { requireSystem } from './require-system.ts'
import { moveCursor, takeCursor } from './webhook-store.ts'
import { type ActiveWebhook, findActiveWebhooks } from './webhook-view.ts'

const eventsAtMost = 500
/** Every event may be told to every subscription; one statement must write them all in the time it has. */
const deliveriesAtMost = 5_000

/**
 * Makes the next events of this workspace, up to the commit horizon `upTo`, into deliveries for its subscriptions. The
 * place reached moves in the same transaction, so each event is told exactly once, whoever is killed. True when there
 * may be more; false also while another process is at it.
 */
export async function fanOutEvents(context: Context, { upTo }: { upTo: number }): Promise<boolean> {
  requireSystem(context)
  // oxlint-disable-next-line switchyard/verb -- what happened has been recorded; this passes it on
  return context.transaction(async (tx) => {
    const after = await takeCursor(tx, context.workspace.id)
    if (after === null || after >= upTo) return false
    // Read under the lock of the cursor: whoever begins to be told waits for it and begins above what is read here.
    const webhooks = await findActiveWebhooks(tx, context.workspace.id)
    if (webhooks.length === 0) return false
    const limit = Math.min(eventsAtMost, Math.ceil(deliveriesAtMost / webhooks.length))
    const events = await readEventsFor(tx, context, { webhooks, after, upTo, limit })
    const told = events.flatMap((event) =>
      webhooks
        .filter((webhook) => event.seq > webhook.sinceSeq && isTold(webhook, event))
        .map((webhook) => ({ webhook, event })),
    )
    await queueEvents(tx, context, told)
    const isFull = events.length === limit
    await moveCursor(tx, context.workspace.id, isFull ? (events.at(-1)?.seq ?? upTo) : upTo)
    if (told.length > 0) tx.afterCommit(() => announceEvents(context.memory))
    return isFull
  })
}

function readEventsFor(
  tx: Tx,
  context: Context,
  range: { webhooks: readonly ActiveWebhook[]; after: number; upTo: number; limit: number },
): Promise<PlacedEvent[]> {
  const { webhooks, ...places } = range
  const types = typesOf(webhooks.flatMap((webhook) => webhook.eventTypes))
  return findEvents(tx, context.workspace.id, { ...places, types })
}

/** The types that these patterns mean; null = all. */
export function typesOf(patterns: readonly string[]): EventType[] | null {
  return patterns.includes('*') ? null : eventTypes.filter((type) => matchesType(patterns, type))
}
