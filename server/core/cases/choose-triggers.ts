import type { CaseFacts } from '../expressions/case-facts.ts'
import type { CaseTriggerEvent } from '../workflow/case-trigger-events.ts'
import type { CaseTrigger } from '../workflow/snapshot.ts'

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

/** What several ask for is opened once. */
function firstOfEachReason(cases: readonly TriggeredCase[]): readonly TriggeredCase[] {
  return cases.filter(({ reason }, index) => cases.findIndex((other) => other.reason === reason) === index)
}
