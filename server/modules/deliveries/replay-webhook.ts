import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { findOwnWebhook } from './read-webhooks.ts'
import { longestRecoveryMs, recoverEvents, requireRecoverable, untilNow } from './recover-events.ts'
import type { Webhook } from './webhook.ts'
import { hastenProbe, lockStates } from './webhook-state-store.ts'

/**
 * Tells a subscription what it was not told successfully of a span, of 14 days unless said (reliability.md 3.5); gives
 * how many events. Null when there is no such subscription in scope. Throws `conflict` for one that is disabled.
 */
export async function replayWebhook(
  context: Context,
  input: { webhookId: string; from: number | null; to: number | null },
): Promise<number | null> {
  requirePermission(context, 'webhook:write')
  const now = context.now()
  const span = { from: input.from ?? now - longestRecoveryMs, to: input.to ?? untilNow(context) }
  if (input.from !== null) requireRecoverable(context, span, 'from')
  // oxlint-disable-next-line switchyard/verb -- nothing has happened: what did is told once more
  return context.transaction(async (tx) => {
    await lockStates(tx, context.workspace.id, [input.webhookId])
    const webhook = await findOwnWebhook(tx, context, input.webhookId)
    if (webhook === null) return null
    refuseDisabled(webhook)
    await hastenProbe(tx, context.workspace.id, webhook.id)
    return recoverEvents(tx, context, { ...span, webhook })
  })
}

/** Refuses to send to an endpoint that is told nothing. */
export function refuseDisabled({ status, disabledReason }: Pick<Webhook, 'status' | 'disabledReason'>): void {
  if (status !== 'disabled') return
  throw new AppError('conflict', 'The subscription is disabled; set its status to active first.', { disabledReason })
}
