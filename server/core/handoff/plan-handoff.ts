import { type HandoffReason, resolveHandoffType, type TicketType } from '../market/index.ts'

export const handoffOutcomes = ['forwarded', 'internal', 'no_subscriber', 'own_submission'] as const

/**
 * `forwarded`: its subscriber is told. `internal`: the sub-category stays in the house. `no_subscriber`: nobody is
 * subscribed there. `own_submission`: the one who would be told has raised it itself. All but the first go to own queues.
 */
export type HandoffOutcome = (typeof handoffOutcomes)[number]

/** Whom a brand's requests of one type from one place are told to. */
export interface HandoffSubscriber {
  readonly id: string
  readonly type: TicketType
  /** The store, or all stores of a franchisee; neither = the whole region. */
  readonly storeId: string | null
  readonly franchisee: string | null
  readonly partnerId: string
  readonly integrationId: string | null
  /** It asked to be told of what it raises itself as well. */
  readonly echoesOwn: boolean
}

/** Who raised a request: an integration, a partner without one, or neither (a guest). */
export interface Raiser {
  readonly partnerId: string | null
  readonly integrationId: string | null
}

export interface HandoffQuestion {
  readonly configuredType: TicketType
  /** Null = the rule is off, 0 = never STORE. */
  readonly thresholdMinutes: number | null
  /** The sub-category is forwarded to partners at all. */
  readonly isForwarded: boolean
  /** The market makes a STORE ticket that nobody is subscribed for GENERAL. */
  readonly withoutSubscriberIsGeneral: boolean
  /** Epoch ms. */
  readonly submittedAt: number
  readonly order: { readonly placedAt: number | null } | null
  readonly store: { readonly storeId: string; readonly franchisee: string | null } | null
  readonly raisedBy: Raiser
  /** The active ones of this brand and region. */
  readonly subscribers: readonly HandoffSubscriber[]
}

/** Where a subscriber was sought, the narrowest first. */
export type Reach = 'store' | 'franchisee' | 'region'

export interface HandoffPlan {
  readonly outcome: HandoffOutcome
  readonly configuredType: TicketType
  readonly resolvedType: TicketType
  /** Why a configured STORE became GENERAL. */
  readonly reason: HandoffReason | null
  /** Between the order and the submission; null without an order whose time is known. */
  readonly elapsedMs: number | null
  /** How far past the threshold it came; null when it did not. */
  readonly lateByMs: number | null
  /** Where a subscriber of the resolved type was sought, up to the one that was found. */
  readonly sought: readonly Reach[]
  /** Where a STORE one was sought in vain before it became GENERAL; null where that was not why. */
  readonly soughtForStore: readonly Reach[] | null
  /** The one found, also where it is not told. */
  readonly subscriber: HandoffSubscriber | null
}

/** Decides what a submission is and who hears of it (domain.md, Partner hand-off). No clock, no I/O. */
export function planHandoff(question: HandoffQuestion): HandoffPlan {
  const { configuredType, thresholdMinutes, submittedAt, order } = question
  const { resolvedType, reason } = resolveHandoffType({ configuredType, thresholdMinutes, submittedAt, order })
  const elapsedMs = order === null || order.placedAt === null ? null : submittedAt - order.placedAt
  const lateByMs =
    reason === 'late' && elapsedMs !== null ? Math.max(0, elapsedMs - (thresholdMinutes ?? 0) * 60_000) : null
  const resolved = { configuredType, resolvedType, reason, elapsedMs, lateByMs, soughtForStore: null }
  if (!question.isForwarded) return { ...resolved, outcome: 'internal', sought: [], subscriber: null }
  const { sought, subscriber } = findSubscriber(question, resolvedType)
  if (subscriber === null && resolvedType === 'STORE' && question.withoutSubscriberIsGeneral)
    return { ...resolved, ...askGeneral(question), soughtForStore: sought }
  return { ...resolved, outcome: outcomeOf(subscriber, question.raisedBy), sought, subscriber }
}

/** The way of a STORE ticket that nobody is subscribed for, where its market wants that (seeds.md 1c 7). */
function askGeneral(question: HandoffQuestion) {
  const { sought, subscriber } = findSubscriber(question, 'GENERAL')
  const outcome = outcomeOf(subscriber, question.raisedBy)
  return { resolvedType: 'GENERAL', reason: 'no_store_subscriber', outcome, sought, subscriber } as const
}

/** STORE asks for the store, then its franchisee, then the region; GENERAL for the one of the region alone. */
function findSubscriber(
  { subscribers, store }: Pick<HandoffQuestion, 'subscribers' | 'store'>,
  type: TicketType,
): Pick<HandoffPlan, 'sought' | 'subscriber'> {
  const ofType = subscribers.filter((one) => one.type === type)
  const sought: Reach[] = []
  const seek = (reach: Reach, isThere: (one: HandoffSubscriber) => boolean) => {
    sought.push(reach)
    return ofType.find(isThere) ?? null
  }
  const ofStore = type === 'STORE' && store !== null ? seek('store', ({ storeId }) => storeId === store.storeId) : null
  if (ofStore !== null) return { sought, subscriber: ofStore }
  const franchisee = type === 'STORE' ? (store?.franchisee ?? null) : null
  const ofFranchisee =
    franchisee === null ? null : seek('franchisee', (one) => one.storeId === null && one.franchisee === franchisee)
  if (ofFranchisee !== null) return { sought, subscriber: ofFranchisee }
  const ofRegion = seek('region', (one) => one.storeId === null && one.franchisee === null)
  return { sought, subscriber: ofRegion }
}

function outcomeOf(subscriber: HandoffSubscriber | null, raisedBy: Raiser): HandoffOutcome {
  if (subscriber === null) return 'no_subscriber'
  return !subscriber.echoesOwn && isOwn(subscriber, raisedBy) ? 'own_submission' : 'forwarded'
}

/** The integration that raised it; a partner that named none stands for all of its own. */
function isOwn(subscriber: HandoffSubscriber, { partnerId, integrationId }: Raiser): boolean {
  if (integrationId !== null && subscriber.integrationId !== null) return subscriber.integrationId === integrationId
  return partnerId !== null && subscriber.partnerId === partnerId
}
