import type { CaseFacts } from '../expressions/case-facts.ts'
import type { CaseTriggerEvent } from '../workflow/case-trigger-events.ts'
import type { CaseTrigger, WorkflowSnapshot } from '../workflow/snapshot.ts'

/** A case that something opens by itself. */
export interface TriggeredCase {
  /** The slug of the trigger, or of the policy's step. */
  readonly trigger: string
  readonly reason: string
  readonly severity: CaseTrigger['severity']
}

/** The cases an event opens, at most one for each reason: the first trigger that asks for it. */
export function chooseTriggers(
  triggers: readonly CaseTrigger[],
  on: CaseTriggerEvent,
  facts: CaseFacts,
): readonly TriggeredCase[] {
  const matching = triggers.filter((trigger) => trigger.on === on && (trigger.when?.holds(facts) ?? true))
  return firstOfEachReason(matching.map(({ slug, reason, severity }) => ({ trigger: slug, reason, severity })))
}

/** The cases that a policy's own steps open when a clock of its is breached. */
export function chooseBreachSteps(
  policies: WorkflowSnapshot['policies'],
  breach: { readonly policy: string | null; readonly metric: string },
): readonly TriggeredCase[] {
  const steps = policies.get(breach.policy ?? '')?.escalations ?? []
  const atBreach = steps.filter(({ metric, atPercent }) => metric === breach.metric && atPercent === 100)
  return firstOfEachReason(
    atBreach.flatMap(({ slug, openCase: reason }) =>
      reason === null ? [] : [{ trigger: slug, reason, severity: null }],
    ),
  )
}

/** One list for one event: what several ask for is opened once. */
export function firstOfEachReason(cases: readonly TriggeredCase[]): readonly TriggeredCase[] {
  return cases.filter(({ reason }, index) => cases.findIndex((other) => other.reason === reason) === index)
}
