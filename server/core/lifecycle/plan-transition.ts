import { type Bar, barsOf, byItself, distinctBars, type MayAs } from './bars.ts'
import { checkGuards, foundFacts, isAnsweredBy, isContradictedBy, isGiven, withAsked } from './check-guards.ts'
import { edgesFrom, findPath, isForAll } from './find-path.ts'
import type { Lifecycle, Transition } from './lifecycle.ts'

/** What the ticket already has. Fact names are those of the guards: `type`, `category`, `priority`, `assignee`, `cause`... */
export interface TicketFacts {
  readonly status: string
  /** The stage a waiting ticket came from and goes back to. */
  readonly stageLeft?: string | null | undefined
  /** Epoch ms of the last solving or closing; the reopen window counts from it. */
  readonly endedAt?: number | null | undefined
  /** Null, undefined and empty text count as missing. */
  readonly facts: Readonly<Record<string, unknown>>
  /** Facts that a ticket of this kind must have to enter a status, beside what the lifecycle asks: `fields.amount`. */
  readonly asks?: ReadonlyMap<string, readonly string[]>
  /** Left out where nobody looked: then it counts as open for what asks. */
  readonly hasOpenCase?: boolean | undefined
}

export interface TransitionRequest {
  readonly to: string
  /** What the call brings: `note`, `resolution`, `solutionCheck`, `cause`... They count before the ticket's own. */
  readonly facts: Readonly<Record<string, unknown>>
  /** Epoch ms of the call. */
  readonly at: number
  /** Who asks; `byItself` where nobody does. */
  readonly mayAs: MayAs
}

/** The event each step is announced by (api.md, callbacks). */
export type StepEvent =
  | 'ticket.classified'
  | 'ticket.assigned'
  | 'ticket.status_changed'
  | 'ticket.solved'
  | 'ticket.closed'
  | 'ticket.reopened'

export interface TransitionStep {
  readonly from: string
  readonly to: string
  readonly event: StepEvent
}

export interface PlannedSteps {
  readonly kind: 'steps'
  readonly steps: readonly TransitionStep[]
  /** Where the ticket ends; differs from the wish when a failed check sends it back. */
  readonly status: string
  /** The stage to remember while the ticket waits; null when it does not wait. */
  readonly stageLeft: string | null
  /** Facts to store: those the guards took from the call, a note as `{text}`, and what it told besides. */
  readonly records: Readonly<Record<string, unknown>>
  /** Facts to forget. */
  readonly clears: readonly string[]
  readonly reopens: boolean
}

export interface RefusedTransition {
  readonly kind: 'refused'
  readonly code: 'illegal_transition' | 'guard_failed'
  /** Names of the facts the guards still ask for, in the order of the stages; `reopenWindow` when it is over. */
  readonly missing: readonly string[]
  /** What keeps this caller from it, whatever the call brings. */
  readonly barredBy: readonly Bar[]
  /** Statuses one step away, as far as nothing bars them for this caller. */
  readonly legal: readonly string[]
}

export type TransitionPlan = PlannedSteps | RefusedTransition

/**
 * Plans the way of a ticket to the status asked for, one event per stage, or says what is missing (domain.md "Ticket").
 * One call crosses several stages when it holds every fact the guards between ask for. A check that the call calls failed
 * turns the ticket back where the lifecycle says, whatever was asked for. What only some roles may do is done where the
 * ordinary way cannot be gone: nobody skips a stage without having asked to.
 */
export function planTransition(lifecycle: Lifecycle, ticket: TicketFacts, request: TransitionRequest): TransitionPlan {
  const refusals: RefusedTransition[] = []
  for (const path of request.to === ticket.status ? [] : pathsTo(lifecycle, ticket, request)) {
    const plan = planAlong(lifecycle, path, { ticket, request })
    if (plan.kind === 'steps') return plan
    refusals.push(plan)
  }
  return refusals[0] ?? refuse(lifecycle, { ticket, request }, 'illegal_transition', { missing: [], barredBy: [] })
}

/**
 * The ways there are, in the order they are tried: that of everybody, one that is open to this caller, any at all. Where
 * nobody asks, what is kept for some is gone only where there is no other way.
 */
function* pathsTo(
  lifecycle: Lifecycle,
  ticket: TicketFacts,
  { to, mayAs }: TransitionRequest,
): Generator<readonly Transition[]> {
  const find = (mayTake?: (edge: Transition) => boolean) =>
    findPath(lifecycle, ticket.status, to, { stageLeft: ticket.stageLeft ?? null, mayTake })
  const ordinary = find(isForAll)
  if (ordinary !== null) yield ordinary
  if (ordinary !== null && mayAs === byItself) return
  const open = find((edge) => barsOf(edge, { mayAs, hasOpenCase: ticket.hasOpenCase }).length === 0)
  if (open !== null) yield open
  const any = ordinary === null && open === null ? find() : null
  if (any !== null) yield any
}

interface Asked {
  readonly ticket: TicketFacts
  readonly request: TransitionRequest
}

function planAlong(lifecycle: Lifecycle, path: readonly Transition[], asked: Asked): TransitionPlan {
  const { ticket, request } = asked
  const way = turnBack(lifecycle, path, request.facts)
  const missing: string[] = []
  const barredBy: Bar[] = []
  const clears = new Set<string>()
  const records: Record<string, unknown> = {}
  for (const edge of way) {
    if (edge.reopens && isTooLate(lifecycle, ticket, request.at)) missing.push('reopenWindow')
    barredBy.push(...barsOf(edge, { mayAs: request.mayAs, hasOpenCase: ticket.hasOpenCase }))
    const check = checkGuards(withAsked(edge, ticket.asks), without(ticket.facts, clears), request.facts)
    missing.push(...check.missing)
    Object.assign(records, check.taken)
    for (const fact of edge.clears) {
      clears.add(fact)
      delete records[fact]
    }
  }
  if (missing.length > 0 || barredBy.length > 0)
    return refuse(lifecycle, asked, 'guard_failed', {
      missing: [...new Set(missing)],
      barredBy: distinctBars(barredBy),
    })
  const isTurned = way.at(-1)?.to !== request.to
  if (!isTurned) Object.assign(records, toldBesides(lifecycle, request.facts, { records, clears }))
  return stepsAlong(lifecycle, way, { stageLeft: ticket.stageLeft ?? null, records, clears })
}

/**
 * What the call tells that no guard on the way asked for: it is kept too. But what guards hold against a value, as the
 * check of a solution, is answered where it is asked, and never beforehand.
 */
function toldBesides(
  { transitions }: Lifecycle,
  brought: TransitionRequest['facts'],
  { records, clears }: { readonly records: Readonly<Record<string, unknown>>; readonly clears: ReadonlySet<string> },
): Record<string, unknown> {
  const told = foundFacts.filter((fact) => isGiven(brought[fact]) && !(fact in records) && !clears.has(fact))
  const isCompared = (fact: string) =>
    transitions.some(({ requires }) => requires.some((guard) => guard.fact === fact && guard.is !== null))
  return Object.fromEntries(told.filter((fact) => !isCompared(fact)).map((fact) => [fact, brought[fact]]))
}

/** Cuts the way where the call contradicts a guard and the lifecycle has an edge for what the call says. */
function turnBack(
  lifecycle: Lifecycle,
  path: readonly Transition[],
  brought: TransitionRequest['facts'],
): readonly Transition[] {
  for (const [index, edge] of path.entries()) {
    if (!isContradictedBy(edge, brought)) continue
    const other = lifecycle.outgoing.get(edge.from)?.find((candidate) => isAnsweredBy(candidate, brought))
    if (other !== undefined) return [...path.slice(0, index), other]
  }
  return path
}

function stepsAlong(
  lifecycle: Lifecycle,
  way: readonly Transition[],
  kept: {
    readonly stageLeft: string | null
    readonly records: Record<string, unknown>
    readonly clears: ReadonlySet<string>
  },
): PlannedSteps {
  const last = way.at(-1)
  const status = last?.to ?? ''
  const isWaiting = (lifecycle.statuses.get(status)?.waitsFrom.length ?? 0) > 0
  return {
    kind: 'steps',
    steps: way.map((edge) => ({ from: edge.from, to: edge.to, event: eventOf(lifecycle, edge) })),
    status,
    stageLeft: isWaiting ? (last?.from ?? kept.stageLeft) : null,
    records: kept.records,
    clears: [...kept.clears].filter((fact) => !(fact in kept.records)),
    reopens: way.some((edge) => edge.reopens),
  }
}

function eventOf(lifecycle: Lifecycle, edge: Transition): StepEvent {
  if (edge.reopens) return 'ticket.reopened'
  const category = lifecycle.statuses.get(edge.to)?.category
  if (category === 'solved') return 'ticket.solved'
  if (category === 'closed') return 'ticket.closed'
  const cameFrom = lifecycle.statuses.get(edge.from)?.category
  if (edge.to === lifecycle.classified && cameFrom === 'new') return 'ticket.classified'
  return edge.to === lifecycle.assigned && cameFrom === 'new' ? 'ticket.assigned' : 'ticket.status_changed'
}

function isTooLate(lifecycle: Lifecycle, ticket: TicketFacts, at: number): boolean {
  return typeof ticket.endedAt === 'number' && at - ticket.endedAt > lifecycle.reopenWindowMs
}

function refuse(
  lifecycle: Lifecycle,
  { ticket, request: { mayAs } }: Asked,
  code: RefusedTransition['code'],
  found: Pick<RefusedTransition, 'missing' | 'barredBy'>,
): RefusedTransition {
  const { status, stageLeft = null, hasOpenCase } = ticket
  const legal = edgesFrom(lifecycle, status, stageLeft).filter(
    (edge) => barsOf(edge, { mayAs, hasOpenCase }).length === 0,
  )
  return { kind: 'refused', code, ...found, legal: [...new Set(legal.map(({ to }) => to))] }
}

function without(facts: TicketFacts['facts'], forgotten: ReadonlySet<string>): TicketFacts['facts'] {
  if (forgotten.size === 0) return facts
  return Object.fromEntries(Object.entries(facts).filter(([fact]) => !forgotten.has(fact)))
}
