import type { Place } from './clock-life.ts'

/** What an event told of a ticket at an instant; null = nothing. */
export interface PlaceFact extends Place {
  readonly at: number
}

/** What was known of a ticket at an instant, by what was told until then, the earliest first. */
export function placeAt(facts: readonly PlaceFact[], at: number): Place {
  const told = facts.filter((fact) => fact.at <= at)
  const latest = (name: keyof Place) => told.findLast((fact) => fact[name] !== null)?.[name] ?? null
  return { queue: latest('queue'), priority: latest('priority'), serviceLine: latest('serviceLine') }
}
