import type { AgentDetails } from './agent.ts'

/** What the router goes by of a description, but the name: an update tells what it was. */
export const routedBy = [
  'team',
  'languages',
  'skills',
  'queues',
  'channels',
  'unitOverrides',
  'capacityUnits',
  'rating',
  'shift',
] as const satisfies readonly (keyof AgentDetails)[]

export type RoutedDetails = Pick<AgentDetails, (typeof routedBy)[number]>

/** For the event of an update: what of `changed` the router goes by, as it was before; nothing where there is none. */
export function previousOf(
  before: Partial<RoutedDetails>,
  changed: readonly string[],
): { previous?: Partial<RoutedDetails> } {
  const names = routedBy.filter((name) => changed.includes(name))
  return names.length === 0 ? {} : { previous: Object.fromEntries(names.map((name) => [name, before[name]])) }
}
