import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { findPolicyAfter, type Ticket, type TicketPatch } from '../tickets/index.ts'
import type { Grip, TicketChange, TicketFact } from './ticket-change.ts'

/** What rules and policies may ask of a ticket that a change can change, besides its queue. */
const asked = [
  'type',
  'category',
  'priority',
  'impact',
  'urgency',
  'language',
  'issueSummary',
  'tags',
  'affected',
  'fields',
] as const satisfies readonly (keyof TicketPatch & keyof Ticket)[]

/** A change of a ticket, with the policy that its ticket comes under by it; where none applies any more it keeps its own. */
export async function withPolicy(tx: Tx, context: Context, grip: Grip, change: TicketChange): Promise<TicketChange> {
  const { ticket, workflow, caseId } = grip
  const { patch } = change
  if (caseId !== null || !canDiffer(workflow, patch)) return change
  const to = await findPolicyAfter(tx, context.workspace.id, { workflow, ticket, patch })
  if (to === null) return change
  return {
    ...change,
    patch: { ...patch, slaPolicy: to.slug },
    facts: withChanged(change.facts, 'slaPolicy'),
    clockEvents: [...change.clockEvents, { kind: 'policy', to, at: context.now() }],
  }
}

function canDiffer({ policies, rules, isPromisedByQueue }: WorkflowSnapshot, patch: TicketPatch): boolean {
  if (isPromisedByQueue && patch.queue !== undefined) return true
  const isChoice = policies.size > 1 || rules.some(({ set }) => set.slaPolicy !== null)
  return isChoice && asked.some((name) => patch[name] !== undefined)
}

function withChanged(facts: readonly TicketFact[], name: string): readonly TicketFact[] {
  if (facts.every(({ type }) => type !== 'ticket.updated'))
    return [...facts, { type: 'ticket.updated', data: { changed: [name] } }]
  return facts.map((fact) =>
    fact.type === 'ticket.updated' ? { ...fact, data: { changed: [...fact.data.changed, name] } } : fact,
  )
}
