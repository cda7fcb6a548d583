import { freshHealth } from '../../core/webhooks/endpoint-health.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent, changedValuesOf, type Telling } from '../events/index.ts'
import { checkWebhook } from './check-webhook.ts'
import { disableWebhook } from './disable-webhook.ts'
import { findOwnWebhook } from './read-webhooks.ts'
import { recoverEvents, requireRecoverable, untilNow } from './recover-events.ts'
import { recordReplay } from './record-replay.ts'
import type { Webhook, WebhookDetails } from './webhook.ts'
import { type EndpointState, lockStates, releaseParked, saveNextSlot, saveStates } from './webhook-state-store.ts'
import { beginTelling, lockCursor, readdressWaiting, saveWebhook } from './webhook-store.ts'
import { findWebhook } from './webhook-view.ts'

export interface WebhookUpdate {
  readonly webhookId: string
  readonly changes: Partial<WebhookDetails>
  /** `active` also closes the breaker of one that fails. */
  readonly status?: 'active' | 'disabled' | undefined
  /** With `active`: also tells what happened from then on and was not delivered; epoch ms. */
  readonly recoverSince?: number | null
  /** The version the caller saw; null = whatever it is now. */
  readonly expectedVersion: number | null
}

/** The path and query of an address may be a secret, and what somebody wrote about it is not told. */
const tellings: Readonly<Partial<Record<keyof Webhook, Telling>>> = {
  url: 'origin',
  eventTypes: 'whole',
  channels: 'whole',
  queues: 'whole',
  order: 'whole',
  ratePerSecond: 'whole',
  status: 'whole',
}

/** Changes what is named of a subscription; null when there is none in scope. Throws `version_mismatch`. */
export async function updateWebhook(context: Context, input: WebhookUpdate): Promise<Webhook | null> {
  requirePermission(context, 'webhook:write')
  const { recoverSince = null } = input
  if (recoverSince !== null) requireRecoverable(context, { from: recoverSince, to: untilNow(context) }, '/recoverSince')
  return context.transaction(async (tx) => {
    const [state] = await lockStates(tx, context.workspace.id, [input.webhookId])
    // Before the event that is appended: whoever adds a subscription locks them in this order.
    if (input.status === 'active') await lockCursor(tx, context.workspace.id)
    const before = await findOwnWebhook(tx, context, input.webhookId)
    if (before === null) return null
    refuseOldVersion(before.version, input.expectedVersion)
    const { status, changes } = input
    const changed = [...Object.keys(changes), ...(status === undefined ? [] : ['status'])]
    if (changed.length === 0) return before
    const after = { ...before, ...changes }
    checkWebhook(context, after)
    await saveWebhook(tx, context.workspace.id, after)
    if (after.url !== before.url) await readdressWaiting(tx, context.workspace.id, after)
    if (after.ratePerSecond !== before.ratePerSecond)
      await saveNextSlot(tx, context.workspace.id, { target: before.id, at: null })
    if (status === 'disabled') await disableWebhook(tx, context, { webhookId: before.id, reason: 'manual' })
    const values = changedValuesOf(tellings, changed, before, { ...after, status: status ?? before.status })
    const data = { webhookId: encodeId('webhook', before.id), changed, ...(values.length > 0 && { values }) }
    await appendWorkspaceEvent(tx, context, { type: 'webhook.updated', data })
    if (status === 'active') await activate(tx, context, { before, state })
    if (status === 'active' && recoverSince !== null) {
      const span = { from: recoverSince, to: untilNow(context) }
      const { failed, missing } = await recoverEvents(tx, context, { ...span, webhook: after, kind: 'all' })
      await recordReplay(tx, context, { deliveries: failed + missing, webhookId: after.id, span })
    }
    return findWebhook(tx, context.workspace.id, before.id)
  })
}

/** The endpoint begins anew; when it last answered and failed is still known. */
async function activate(
  tx: Tx,
  context: Context,
  { before: { id, status }, state }: { before: Webhook; state: EndpointState | undefined },
): Promise<void> {
  const { succeededAt, failedAt } = state ?? freshHealth
  await saveStates(tx, context.workspace.id, [{ ...freshHealth, succeededAt, failedAt, target: id }])
  await releaseParked(tx, context.workspace.id, id)
  if (status === 'disabled') await beginTelling(tx, context.workspace.id, id)
}

/** Refuses a change of a version that is no more. */
export function refuseOldVersion(version: number, expectedVersion: number | null): void {
  if (expectedVersion === null || expectedVersion === version) return
  throw new AppError('version_mismatch', 'The subscription has been changed meanwhile.', { version })
}
