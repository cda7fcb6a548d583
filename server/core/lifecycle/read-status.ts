import { type Bar, barsOf, type MayAs } from './bars.ts'
import { checkGuards, withAsked } from './check-guards.ts'
import { edgesFrom } from './find-path.ts'
import type { Lifecycle, StatusCategory } from './lifecycle.ts'
import type { TicketFacts } from './plan-transition.ts'

/** One step a ticket may take now, with what it still asks for: enough for a form. */
export interface LegalTransition {
  readonly to: string
  readonly label: string
  readonly requires: readonly string[]
  readonly missing: readonly string[]
  /** What keeps this caller from it, whatever is brought; empty = nothing does. */
  readonly barredBy: readonly Bar[]
  readonly acceptsNote: boolean
  readonly reopens: boolean
}

/**
 * The steps one stage away, with the facts each asks for and what bars it for this caller: for each status the one that is
 * open, and of those that of everybody.
 */
export function legalTransitions(lifecycle: Lifecycle, ticket: TicketFacts, mayAs: MayAs): readonly LegalTransition[] {
  const edges = edgesFrom(lifecycle, ticket.status, ticket.stageLeft ?? null).map((edge) => ({
    ...withAsked(edge, ticket.asks),
    barredBy: barsOf(edge, { mayAs, hasOpenCase: ticket.hasOpenCase }),
  }))
  const rankOf = ({ barredBy, roles }: (typeof edges)[number]) =>
    2 * Number(barredBy.length > 0) + Number(roles.length > 0)
  const best = Map.groupBy(edges, ({ to }) => to)
    .values()
    .flatMap((ways) => ways.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, 1))
  return [...best].map((edge) => ({
    to: edge.to,
    label: edge.label,
    requires: edge.requires.map((guard) => guard.fact),
    missing: checkGuards(edge, ticket.facts, {}).missing,
    barredBy: edge.barredBy,
    acceptsNote: edge.requires.some((guard) => guard.acceptsNote),
    reopens: edge.reopens,
  }))
}

/** The category of a status; null when the lifecycle has no such status. */
export function categoryOf(lifecycle: Lifecycle, status: string): StatusCategory | null {
  return lifecycle.statuses.get(status)?.category ?? null
}

/** What the customer reads for a status, in this language or the nearest there is: `pt-BR`, then `pt`, then the first. */
export function customerStatus(lifecycle: Lifecycle, status: string, language: string): string {
  const found = lifecycle.statuses.get(status)
  if (found === undefined) return status
  return wordingFor(found.customerLabels, language) ?? found.customerLabel
}

/** The wording for a language, or for the nearest that is there: `pt-BR`, then `pt`; null when there is neither. */
export function wordingFor(wordings: ReadonlyMap<string, string>, language: string): string | null {
  for (let tag = language; tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const wording = wordings.get(tag)
    if (wording !== undefined) return wording
  }
  return null
}

/** Whether a ticket in this status awaits its partner's answer. */
export function awaitsPartner(lifecycle: Lifecycle | undefined, status: string): boolean {
  return lifecycle?.statuses.get(status)?.awaits === 'partner'
}

/** The status a ticket takes to wait for somebody's answer; null when the lifecycle has none. */
export function waitingStatusFor(lifecycle: Lifecycle, awaited: 'customer' | 'partner'): string | null {
  for (const status of lifecycle.statuses.values()) if (status.awaits === awaited) return status.slug
  return null
}
