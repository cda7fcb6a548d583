import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { findOwnWebhook } from './read-webhooks.ts'
import {
  countRecoverable,
  longestRecoveryMs,
  recoverEvents,
  type RecoveryCounts,
  type RecoveryKind,
  requireRecoverable,
  untilNow,
} from './recover-events.ts'
import { recordReplay } from './record-replay.ts'
import type { Webhook } from './webhook.ts'
import { hastenProbe, lockStates } from './webhook-state-store.ts'

export interface WebhookReplay {
  readonly webhookId: string
  /** 14 days ago unless said; epoch ms. */
  readonly from: number | null
  /** Now unless said. */
  readonly to: number | null
  readonly kind: RecoveryKind
}

/**
 * Tells a subscription what it was not told successfully of a span (reliability.md 3.5); gives how many events. Null when
 * there is no such subscription in scope. Throws `conflict` for one that is disabled.
 */
export async function replayWebhook(context: Context, input: WebhookReplay): Promise<RecoveryCounts | null> {
  requirePermission(context, 'webhook:write')
  const span = spanOf(context, input)
  return context.transaction(async (tx) => {
    await lockStates(tx, context.workspace.id, [input.webhookId])
    const webhook = await findOwnWebhook(tx, context, input.webhookId)
    if (webhook === null) return null
    refuseDisabled(webhook)
    await hastenProbe(tx, context.workspace.id, webhook.id)
    const counts = await recoverEvents(tx, context, { ...span, webhook })
    await recordReplay(tx, context, { deliveries: counts.failed + counts.missing, webhookId: webhook.id, span })
    return counts
  })
}

/** How many events `replayWebhook` would send, also while the subscription is disabled. */
export async function previewReplay(context: Context, input: WebhookReplay): Promise<RecoveryCounts | null> {
  requirePermission(context, 'webhook:read')
  const span = spanOf(context, input)
  return context.read(async (tx) => {
    const webhook = await findOwnWebhook(tx, context, input.webhookId)
    return webhook === null ? null : countRecoverable(tx, context, { ...span, webhook })
  })
}

function spanOf(context: Context, { from, to, kind }: WebhookReplay) {
  const span = { from: from ?? context.now() - longestRecoveryMs, to: to ?? untilNow(context) }
  if (from !== null) requireRecoverable(context, span, 'from')
  return { ...span, kind }
}

/** Refuses to send to an endpoint that is told nothing. */
export function refuseDisabled({ status, disabledReason }: Pick<Webhook, 'status' | 'disabledReason'>): void {
  if (status !== 'disabled') return
  throw new AppError('conflict', 'The subscription is disabled; set its status to active first.', { disabledReason })
}
