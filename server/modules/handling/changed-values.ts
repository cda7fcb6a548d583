import type { Ticket } from '../tickets/index.ts'
import type { TicketFact } from './ticket-change.ts'

/** Codes of the product and keys of the workflow that say nothing of a person: the log outlives an erasure. */
const coded = [
  'type',
  'category',
  'priority',
  'impact',
  'urgency',
  'queue',
  'slaPolicy',
  'classifiedBy',
  'solutionCheck',
] as const satisfies readonly (keyof Ticket)[]

/** Lets facts that name what was changed also say what the codes among it were and are. */
export function withValues(facts: readonly TicketFact[], before: Ticket, after: Ticket): TicketFact[] {
  return facts.map((fact) => {
    if (fact.type !== 'ticket.updated') return fact
    const { changed } = fact.data
    const values = coded
      .filter((name) => changed.includes(name) && before[name] !== after[name])
      .map((name) => ({ name, from: before[name], to: after[name] }))
    return values.length === 0 ? fact : { ...fact, data: { changed, values } }
  })
}
