import { findIdlePattern } from '../../core/webhooks/event-pattern.ts'
import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { eventTypes } from '../events/index.ts'
import { checkCallbackUrl } from './check-callback-url.ts'
import { isWithinScope, type WebhookDetails } from './webhook.ts'

/**
 * Refuses what no subscription may say: an address that nothing could be sent to, a pattern that means no event, and
 * limits wider than the caller's own.
 */
export function checkWebhook(context: Context, details: WebhookDetails): void {
  checkCallbackUrl(context, details.url, '/url')
  const idle = findIdlePattern(details.eventTypes, eventTypes)
  if (idle >= 0) {
    const message = `No event has the type "${details.eventTypes[idle]}"; GET /v1/events/types lists them, "ticket.*" and "*" stand for several.`
    throw refuseField(`/eventTypes/${idle}`, 'unknown_event_type', message)
  }
  if (isWithinScope(context.principal, details)) return
  throw new AppError(
    'forbidden',
    'A subscription may tell no more than its maker may see: name channels and queues of your own.',
    { permission: 'webhook:write', missing: 'scope' },
  )
}
