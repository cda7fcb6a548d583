import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { announceEvents } from '../events/index.ts'
import { ticketSight } from './endpoint-sight.ts'
import { restartFailed } from './queue-store.ts'
import { findFailedCallbacks } from './delivery-view.ts'
import { requireRecoverable, untilNow } from './recover-events.ts'
import { recordReplay } from './record-replay.ts'

const callbacksAtMost = 10_000

export interface CallbackReplay {
  /** Epoch ms, at most 14 days ago. */
  readonly from: number
  readonly to: number | null
  readonly ticketId: string | null
}

/**
 * Lets callbacks of a span that were given up begin their attempts anew, with the same `webhook-id` and body, of tickets
 * within the caller's scope; gives how many. What a receiver has declined by 410 stays declined.
 */
export async function replayCallbacks(context: Context, input: CallbackReplay): Promise<number> {
  requirePermission(context, 'delivery:read')
  requirePermission(context, 'ticket:write')
  const span = { from: input.from, to: input.to ?? untilNow(context) }
  requireRecoverable(context, span, 'from')
  const { clockOffsetMs } = context.workspace
  const asked = {
    // Like all instants of a delivery these are the database's.
    from: span.from - clockOffsetMs,
    to: span.to - clockOffsetMs,
    ticketId: input.ticketId,
    place: ticketSight(context.principal),
    limit: callbacksAtMost + 1,
  }
  return context.transaction(async (tx) => {
    const failed = await findFailedCallbacks(tx, context.workspace.id, asked)
    if (failed.length > callbacksAtMost)
      throw refuseField('from', 'too_many', `More than ${callbacksAtMost} callbacks failed; ask for a shorter span.`)
    tx.afterCommit(() => announceEvents(context.memory))
    const deliveries = await restartFailed(tx, context.workspace.id, failed)
    await recordReplay(tx, context, { deliveries, webhookId: null, span })
    return deliveries
  })
}
