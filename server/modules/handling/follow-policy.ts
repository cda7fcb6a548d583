import { classify, type ClassifyRequest, type SlaPolicy, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import type { Ticket, TicketPatch } from '../tickets/index.ts'
import { findPolicyFacts, type PolicyFacts } from './policy-facts-view.ts'
import type { Grip, TicketChange } from './ticket-change.ts'

/** What rules and policies may ask of a ticket that a change can change. */
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

/**
 * A change of a ticket, with the policy that its ticket comes under by it. Only a difference that the change itself makes
 * counts: what decided about the request when it came (the hour, words that a rule has read) decides no second time. A
 * ticket to which no policy applies any more keeps its promise.
 */
export async function withPolicy(tx: Tx, context: Context, grip: Grip, change: TicketChange): Promise<TicketChange> {
  const { ticket, workflow, caseId } = grip
  const { patch } = change
  if (caseId !== null || !canDiffer(workflow) || asked.every((name) => patch[name] === undefined)) return change
  const [facts] = await findPolicyFacts(tx, context.workspace.id, [ticket.id])
  if (facts === undefined) return change
  const to = policyAfter(workflow, { ticket, patch, facts })
  if (to === null || to.slug === ticket.slaPolicy) return change
  return {
    ...change,
    patch: { ...patch, slaPolicy: to.slug },
    facts: change.facts.map((fact) =>
      fact.type === 'ticket.updated' ? { ...fact, data: { changed: [...fact.data.changed, 'slaPolicy'] } } : fact,
    ),
    clockEvents: [...change.clockEvents, { kind: 'policy', to, at: context.now() }],
  }
}

function canDiffer({ policies, rules }: WorkflowSnapshot): boolean {
  return policies.size > 1 || rules.some(({ set }) => set.slaPolicy !== null)
}

function policyAfter(
  workflow: WorkflowSnapshot,
  { ticket, patch, facts }: { ticket: Ticket; patch: TicketPatch; facts: PolicyFacts },
): SlaPolicy | null {
  const after = policyOf(workflow, { ...ticket, ...(patch as Partial<Ticket>) }, facts)
  return after === null || after === policyOf(workflow, ticket, facts) ? null : after
}

/** The policy of the workflow that a ticket would come under were it a new request; null where none fits. */
export function policyOf(workflow: WorkflowSnapshot, ticket: Ticket, facts: PolicyFacts): SlaPolicy | null {
  const { slaPolicy } = classify(workflow, requestOf(ticket, facts), ticket.createdAt)
  return workflow.policies.get(slaPolicy ?? '') ?? null
}

/** A ticket as the request it would be. */
function requestOf(ticket: Ticket, { customer, order, text }: PolicyFacts): ClassifyRequest {
  const { channel, issueSummary: summary, serviceLine, language, priority, impact, urgency, type, category } = ticket
  const { tags, affected, fields } = ticket
  const said = { channel, summary, text, serviceLine, language, priority, impact, urgency, type, category }
  return { ...said, tags, affected, fields, customer, order }
}
