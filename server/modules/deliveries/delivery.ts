import type { KeyOwner } from '../access/index.ts'

export const deliveryStates = ['pending', 'delivered', 'dead', 'cancelled', 'quarantined'] as const

/**
 * `dead`: given up, kept for replay. `cancelled`: the receiver wants nothing more about this ticket (410), the offer it
 * was to tell of has ended, or its subscription is told nothing any more. `quarantined`: it failed three times inside the product.
 */
export type DeliveryState = (typeof deliveryStates)[number]

/** Why an attempt got no answer, as tenants are told; `internal` is a failure of the product's own. */
export const attemptErrorClasses = [
  'dns',
  'timeout',
  'tls',
  'refused',
  'reset',
  'too_large',
  'protocol',
  'internal',
] as const

export const attemptTriggers = ['auto', 'manual', 'recover', 'test'] as const

/** What an attempt was made for: the event itself, a replay by hand, a replay of a span, a test. */
export type AttemptTrigger = (typeof attemptTriggers)[number]

export type AttemptErrorClass = (typeof attemptErrorClasses)[number]

export const deliveryKinds = ['subscription', 'callback', 'offer', 'consult'] as const

/** What a delivery belongs to: a subscription, the callbacks of a ticket, or an offer or consult of an agent's endpoint. */
export type DeliveryKind = (typeof deliveryKinds)[number]

/** The offer that a delivery to an agent's endpoint tells of. */
export interface OfferOfDelivery {
  readonly id: string
  readonly agentId: string
  readonly isPending: boolean
  readonly acceptance: 'explicit' | 'receipt'
}

/** The consult that a delivery to an agent's endpoint tells of. */
export interface ConsultOfDelivery {
  readonly id: string
  readonly taskId: string
  /** Who is asked. */
  readonly agentId: string
  readonly isOpen: boolean
}

/** Whether it goes to the endpoint of an agent, which has a breaker and a schedule of its own. */
export function isForAgent({ offer, consult }: Pick<ClaimedDelivery, 'offer' | 'consult'>): boolean {
  return offer !== null || consult !== null
}

/** A delivery leased to one worker; only who holds this epoch may say what came of it. */
export interface ClaimedDelivery {
  readonly id: string
  readonly epoch: number
  readonly ticketId: string | null
  /** What order is kept about, and where it goes: the endpoint of a subscription, else the address. */
  readonly laneId: string
  readonly target: string
  /** The subscription it belongs to; null for callbacks, offers and consults. */
  readonly webhookId: string | null
  readonly eventId: string
  readonly sequence: number
  readonly type: string
  readonly url: string
  readonly ownerKind: KeyOwner['kind']
  readonly ownerId: string
  /** The exact text to send. */
  readonly body: string
  /** Attempts made before this one. */
  readonly attempts: number
  /** Those of them that do not count in the schedule. */
  readonly uncounted: number
  /** Asked for by hand after the delivery had ended: one more attempt and no schedule. */
  readonly isReplay: boolean
  /** What made it besides the event. */
  readonly cause: Exclude<AttemptTrigger, 'manual'>
  /** Tries an endpoint that fails; not an attempt of the schedule. */
  readonly isProbe: boolean
  /** False when its subscription has been disabled or deleted. */
  readonly isWanted: boolean
  readonly wasDelivered: boolean
  /** Attempts that failed inside the product. */
  readonly ownFailures: number
  readonly createdAt: number
  /** What an agent's endpoint is told of; null for everything else. */
  readonly offer: OfferOfDelivery | null
  readonly consult: ConsultOfDelivery | null
  /** Not tried after it; null = the schedule alone decides. */
  readonly expiresAt: number | null
  /** Not sent before, for the rate of its endpoint; null = now. */
  readonly sendAt: number | null
}

/** One attempt as the log keeps it; instants in epoch ms. */
export interface DeliveryAttempt {
  readonly id: string
  readonly number: number
  readonly trigger: AttemptTrigger
  readonly startedAt: number
  readonly durationMs: number
  readonly status: number | null
  readonly errorClass: AttemptErrorClass | null
  readonly address: string | null
  /** As sent, signatures shortened. */
  readonly requestHeaders: Readonly<Record<string, string>> | null
  /** The first of them, shortened. */
  readonly responseHeaders: Readonly<Record<string, string>> | null
  readonly response: string | null
  readonly nextAttemptAt: number | null
}

/** A delivery with its attempts, the first one first. */
export interface Delivery {
  readonly id: string
  readonly ticketId: string | null
  /** The subscription it belongs to; null for callbacks, offers and consults. */
  readonly webhookId: string | null
  readonly eventId: string
  readonly sequence: number
  readonly type: string
  readonly url: string
  /** What it told was blanked, because its customer was erased. */
  readonly isErased: boolean
  readonly state: DeliveryState
  /** Null once it has ended, and while its endpoint fails. */
  readonly nextAttemptAt: number | null
  readonly createdAt: number
  readonly endedAt: number | null
  readonly attempts: readonly DeliveryAttempt[]
}

/** A delivery with the exact text that every attempt sends; null for who may not read the ticket in it. */
export interface DeliveryDetail extends Delivery {
  readonly body: string | null
}
