import type { Guard, Transition } from './lifecycle.ts'

type Facts = Readonly<Record<string, unknown>>

/** What is found out and done on the way, and kept with the ticket. */
export const foundFacts = ['cause', 'correction', 'solutionCheck', 'resolution'] as const

/** What the guards of one transition find: the facts they take, and those they still ask for. */
export interface GuardCheck {
  readonly taken: Facts
  readonly missing: readonly string[]
}

/** A transition with what its ticket, by its kind, must have besides to enter that status; going back asks nothing. */
export function withAsked(
  transition: Transition,
  asks: ReadonlyMap<string, readonly string[]> | undefined,
): Transition {
  const asked = transition.reopens ? [] : (asks?.get(transition.to) ?? [])
  if (asked.length === 0) return transition
  const guards = asked.map((fact): Guard => ({ fact, is: null, acceptsNote: false }))
  return { ...transition, requires: [...transition.requires, ...guards] }
}

/** Checks the guards of a transition; what the call brings counts before what the ticket has. */
export function checkGuards(transition: Transition, held: Facts, brought: Facts): GuardCheck {
  const taken: Record<string, unknown> = {}
  const missing: string[] = []
  for (const guard of transition.requires) {
    const value = factOf(guard, held, brought)
    if (value === undefined) missing.push(guard.fact)
    else if (guard.fact in brought || guard.acceptsNote) taken[guard.fact] = value
  }
  return { taken, missing }
}

/** Whether the call says of some fact the very value this transition wants. */
export function isAnsweredBy(transition: Transition, brought: Facts): boolean {
  return transition.requires.some((guard) => guard.is !== null && brought[guard.fact] === guard.is)
}

/** Whether the call says of some fact another value than this transition wants. */
export function isContradictedBy(transition: Transition, brought: Facts): boolean {
  return transition.requires.some(
    (guard) => guard.is !== null && isGiven(brought[guard.fact]) && brought[guard.fact] !== guard.is,
  )
}

function factOf(guard: Guard, held: Facts, brought: Facts): unknown {
  const value = isGiven(brought[guard.fact]) ? brought[guard.fact] : held[guard.fact]
  if (guard.is !== null) return value === guard.is ? value : undefined
  if (isGiven(value)) return value
  return guard.acceptsNote && isGiven(brought['note']) ? { text: brought['note'] } : undefined
}

/** Blank text says nothing, and neither does what holds nothing else. */
export function isGiven(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  if (typeof value === 'object' && value !== null) return Object.values(value).some(isGiven)
  return value !== null && value !== undefined
}
