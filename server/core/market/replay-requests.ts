import { findChoice, type Market } from './market.ts'
import { type HandoffReason, resolveHandoffType, type TicketType } from './resolve-handoff-type.ts'

/** A request that was submitted, with what was decided about it then. */
export interface PastRequest {
  readonly categoryId: string
  readonly subcategoryId: string
  readonly configuredType: TicketType
  readonly resolvedType: TicketType
  readonly reason: HandoffReason | null
  /** Its sub-category was one that partners hear of. */
  readonly wasForPartners: boolean
  /** A STORE subscriber was sought and there was none. */
  readonly hadNoStoreSubscriber: boolean
  /** Epoch ms. */
  readonly submittedAt: number
  /** Null = without one, or it was erased with its customer. */
  readonly order: { readonly placedAt: number | null } | null
}

/** How many past requests another document would have decided otherwise. */
export interface MarketEffect {
  readonly requests: number
  readonly toStore: number
  readonly toGeneral: number
  readonly nowForPartners: number
  readonly nowInternal: number
  /** Their choice is not offered any more. */
  readonly notOffered: number
  /** Their order was erased, so that nobody can say. */
  readonly unknown: number
}

/** Decides past requests again by another document and counts what differs. */
export function replayRequests(market: Market, requests: readonly PastRequest[]): MarketEffect {
  const effect = { toStore: 0, toGeneral: 0, nowForPartners: 0, nowInternal: 0, notOffered: 0, unknown: 0 }
  for (const request of requests) for (const name of differencesOf(market, request)) effect[name] += 1
  return { requests: requests.length, ...effect }
}

type Difference = Exclude<keyof MarketEffect, 'requests'>

function differencesOf(market: Market, request: PastRequest): readonly Difference[] {
  const choice = findChoice(market, request.categoryId, request.subcategoryId)
  if (choice === null) return ['notOffered']
  const { submitToExternalPartners: isForPartners } = choice.subcategory
  const toldTo: readonly Difference[] =
    isForPartners === request.wasForPartners ? [] : [isForPartners ? 'nowForPartners' : 'nowInternal']
  if (choice.group.ticketType === 'STORE' && isOrderErased(request)) return [...toldTo, 'unknown']
  const resolved = resolveHandoffType({
    configuredType: choice.group.ticketType,
    thresholdMinutes: market.thresholdMinutes,
    submittedAt: request.submittedAt,
    order: request.order,
  })
  const isWithoutSubscriber = isForPartners && market.withoutSubscriberIsGeneral && request.hadNoStoreSubscriber
  const resolvedType = isWithoutSubscriber ? 'GENERAL' : resolved.resolvedType
  if (resolvedType === request.resolvedType) return toldTo
  return [...toldTo, resolvedType === 'STORE' ? 'toStore' : 'toGeneral']
}

/** A STORE request that did not lack its order then, and lacks it now. */
function isOrderErased({ order, configuredType, reason }: PastRequest): boolean {
  return order === null && configuredType === 'STORE' && reason !== 'no_order'
}
