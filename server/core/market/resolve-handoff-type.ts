export const ticketTypes = ['STORE', 'GENERAL'] as const

export type TicketType = (typeof ticketTypes)[number]

export interface HandoffFacts {
  readonly configuredType: TicketType
  /** Minutes after the order within which a store still helps; null = the rule is off, 0 = a store never does. */
  readonly thresholdMinutes: number | null
  /** Epoch ms. */
  readonly submittedAt: number
  /** `placedAt` is epoch ms, or null where the order's time is not known. */
  readonly order: { readonly placedAt: number | null } | null
}

/** Why a configured STORE became GENERAL; `no_store_subscriber` is what its market wants of one that nobody is told of. */
export type HandoffReason = 'no_order' | 'late' | 'no_store_subscriber'

/** The type of the event and of its payload; `reason` says why a STORE became GENERAL. */
export interface ResolvedHandoff {
  readonly resolvedType: TicketType
  readonly reason: Exclude<HandoffReason, 'no_store_subscriber'> | null
}

/**
 * Decides whether a submission is the store's or general (seeds.md 1c). STORE stays STORE only with an order and less than
 * the threshold after it: at equality it is late. An order placed "in the future" (clock skew) is not late.
 */
export function resolveHandoffType({
  configuredType,
  thresholdMinutes,
  submittedAt,
  order,
}: HandoffFacts): ResolvedHandoff {
  if (configuredType === 'GENERAL') return { resolvedType: 'GENERAL', reason: null }
  if (order === null) return { resolvedType: 'GENERAL', reason: 'no_order' }
  if (thresholdMinutes === null) return { resolvedType: 'STORE', reason: null }
  if (thresholdMinutes === 0) return { resolvedType: 'GENERAL', reason: 'late' }
  const isLate = order.placedAt !== null && submittedAt - order.placedAt >= thresholdMinutes * 60_000
  return isLate ? { resolvedType: 'GENERAL', reason: 'late' } : { resolvedType: 'STORE', reason: null }
}
