import { holds, type Macro } from '../../core/automations/index.ts'
import type { AutomationFacts } from '../../core/expressions/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Principal } from '../../platform/principal.ts'
import { mayAs } from '../access/index.ts'

/** The macros somebody may see: those for everybody, and those for a role whose every permission they have. */
export function macrosFor({ automation }: WorkflowSnapshot, principal: Principal): readonly Macro[] {
  return [...automation.macros.values()].filter(
    ({ roles }) => roles.length === 0 || roles.some((role) => mayAs(principal, role)),
  )
}

/** Whether a macro is meant for a ticket: its queue is named, or none is, and its condition holds. */
export function isFitting({ queues, when }: Macro, facts: AutomationFacts): boolean {
  return (queues.length === 0 || queues.includes(facts.ticket.queue)) && holds(when, facts)
}
