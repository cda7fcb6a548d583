import type { DeliveryOrder } from '../../core/webhooks/may-flow.ts'
import type { Principal } from '../../platform/principal.ts'

export const webhookStatuses = ['active', 'degraded', 'disabled'] as const

/** `degraded`: the breaker is open; what is to be told waits. */
export type WebhookStatus = (typeof webhookStatuses)[number]

export const disabledReasons = ['auto', 'gone', 'manual', 'policy'] as const

/** `auto`: nothing but failures for 120 hours. `gone`: it answered 410. `manual`: by a call. `policy`: by an operator. */
export type DisabledReason = (typeof disabledReasons)[number]

export const deliveryOrders = ['held', 'strict', 'unordered'] as const satisfies readonly DeliveryOrder[]

/** What a caller says of a subscription. */
export interface WebhookDetails {
  readonly url: string
  readonly description: string | null
  /** Types of the catalogue, `ticket.*` or `*`. */
  readonly eventTypes: readonly string[]
  /** Only tickets of these; null = all. */
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly order: DeliveryOrder
  /** Deliveries a second at most; null = as fast as it answers. */
  readonly ratePerSecond: number | null
}

/** What waits for an endpoint, and how the latest of what it was told fared. */
export interface WebhookHealth {
  /** Not delivered yet; counted to ten thousand. */
  readonly waiting: number
  /** The oldest of them happened then. */
  readonly oldestWaitingAt: number | null
  /** The latest deliveries, two hundred at most, by what became of them, and the attempts that took. */
  readonly deliveries: number
  readonly delivered: number
  readonly dead: number
  readonly attempts: number
}

/** A subscription to events: an endpoint and what it is told. Instants in epoch ms. */
export interface Webhook extends WebhookDetails {
  readonly id: string
  readonly status: WebhookStatus
  readonly disabledReason: DisabledReason | null
  /** Failures in a row. */
  readonly failures: number
  readonly lastSuccessAt: number | null
  readonly lastFailureAt: number | null
  /** When one delivery is tried although the endpoint fails. */
  readonly probeAt: number | null
  readonly health: WebhookHealth
  readonly createdAt: number
  readonly updatedAt: number
  readonly version: number
}

/**
 * Whether a principal may see and change a subscription: one whose tickets all lie in its own channels and queues. A
 * partner has none here: what it may be told of are its own tickets alone.
 */
export function isWithinScope(
  { partnerId, scope }: Principal,
  webhook: Pick<WebhookDetails, 'channels' | 'queues'>,
): boolean {
  return partnerId === null && isPartOf(scope.channels, webhook.channels) && isPartOf(scope.queues, webhook.queues)
}

function isPartOf(granted: ReadonlySet<string> | null, own: readonly string[] | null): boolean {
  return granted === null || (own !== null && own.every((slug) => granted.has(slug)))
}
