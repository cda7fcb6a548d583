import { controlsFor } from '../automations/controls.ts'
import { holds } from '../automations/judge-rule.ts'
import { noRuns } from '../automations/loop-guard.ts'
import type { Occasion } from '../automations/occasion.ts'
import { planRules } from '../automations/plan-rules.ts'
import { ChangeFacts } from '../expressions/automation-facts.ts'
import type { Classification, ClassifyRequest } from './classification.ts'
import { factsOfNewTicket } from './new-ticket-facts.ts'
import type { WorkflowSnapshot } from './snapshot.ts'

/** What automation does with a request that has just become a ticket: for the tests inside a document. */
export function automationResults(
  snapshot: WorkflowSnapshot,
  request: ClassifyRequest,
  run: { readonly classification: Classification; readonly at: number },
): {
  readonly automations: readonly string[]
  readonly firstResponse: string
  readonly playbooks: readonly string[]
} {
  const { rules, playbooks, controls } = snapshot.automation
  const facts = factsOfNewTicket(snapshot, request, run)
  const change = Object.assign(new ChangeFacts(), { event: 'ticket.created', by: 'customer' })
  const occasion: Occasion = { on: 'ticket.created', change, chain: [] }
  const verdicts = planRules(rules, { occasion, facts: { ...facts, change }, past: noRuns })
  const fitting = [...playbooks.values()].filter(({ when }) => holds(when, facts))
  return {
    automations: verdicts.filter(({ fires }) => fires).map(({ rule }) => rule.slug),
    firstResponse: controlsFor(controls, facts.ticket).firstResponse,
    playbooks: fitting.map(({ slug }) => slug),
  }
}
