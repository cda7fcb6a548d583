import { encodeId } from '../../platform/ids.ts'
import type { Webhook } from './webhook.ts'

/** A subscription as the API writes it. */
export function presentWebhook(webhook: Webhook) {
  const instantText = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  return {
    ...webhook,
    id: encodeId('webhook', webhook.id),
    eventTypes: [...webhook.eventTypes],
    channels: webhook.channels === null ? null : [...webhook.channels],
    queues: webhook.queues === null ? null : [...webhook.queues],
    lastSuccessAt: instantText(webhook.lastSuccessAt),
    lastFailureAt: instantText(webhook.lastFailureAt),
    health: { ...webhook.health, oldestWaitingAt: instantText(webhook.health.oldestWaitingAt) },
    probeAt: instantText(webhook.probeAt),
    createdAt: new Date(webhook.createdAt).toISOString(),
    updatedAt: new Date(webhook.updatedAt).toISOString(),
  }
}
