import { classify, type ClassifyRequest, type SlaPolicy, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Tx } from '../../platform/context.ts'
import { findPolicyFacts, type PolicyFacts } from './policy-facts-view.ts'
import type { Ticket } from './ticket.ts'
import type { TicketPatch } from './ticket-store.ts'

/**
 * The policy that a ticket comes under by a change of it; null where that is none or the one it has. Only a difference
 * that the change itself makes counts: what decided about the request when it came (the hour, words that a rule has read)
 * decides no second time.
 */
export async function findPolicyAfter(
  tx: Tx,
  workspaceId: string,
  { workflow, ticket, patch }: { workflow: WorkflowSnapshot; ticket: Ticket; patch: TicketPatch },
): Promise<SlaPolicy | null> {
  const [facts] = await findPolicyFacts(tx, workspaceId, [ticket.id])
  if (facts === undefined) return null
  const after = policyOf(workflow, { ...ticket, ...(patch as Partial<Ticket>) }, facts)
  return after === policyOf(workflow, ticket, facts) || after?.slug === ticket.slaPolicy ? null : after
}

/** The policy of the workflow that a ticket would come under were it a new request, in its queue; null where none fits. */
export function policyOf(workflow: WorkflowSnapshot, ticket: Ticket, facts: PolicyFacts): SlaPolicy | null {
  const { slaPolicy } = classify(workflow, requestOf(ticket, facts), ticket.createdAt)
  return workflow.policies.get(slaPolicy ?? '') ?? null
}

/** A ticket as the request it would be. */
function requestOf(ticket: Ticket, { customer, order, text }: PolicyFacts): ClassifyRequest {
  const { channel, issueSummary: summary, serviceLine, language, priority, impact, urgency, type, category } = ticket
  const { tags, affected, fields, queue } = ticket
  const said = { channel, summary, text, serviceLine, language, priority, impact, urgency, type, category }
  return { ...said, queue, tags, affected, fields, customer, order }
}
