import type { AutomationFacts } from '../expressions/automation-facts.ts'
import type { Automation, Condition } from './automation.ts'
import type { HoldCode } from './first-response.ts'
import { type GuardCode, guardAgainstLoops, type PastRuns } from './loop-guard.ts'
import type { Occasion } from './occasion.ts'

export type VerdictCode =
  | 'matched'
  | 'off'
  | 'other_event'
  | 'stopped_before'
  | 'condition_false'
  | 'condition_error'
  | 'other_status'
  | 'not_due'
  | 'ran_already'
  | GuardCode
  | HoldCode

/** Whether a rule acts, and why or why not, in words. */
export interface Verdict {
  readonly fires: boolean
  readonly code: VerdictCode
  readonly text: string
}

export interface Asked {
  readonly occasion: Occasion
  readonly facts: AutomationFacts
  readonly past: PastRuns
  /** The rule that ended the questions about this event; null while none did. */
  readonly stoppedBy: string | null
}

/** Asks one rule about one occasion. A rule that only waits for time is asked by `byTime`, when its time has come. */
export function judgeRule(rule: Automation, { occasion, facts, past, stoppedBy }: Asked): Verdict {
  const isAsked = occasion.on === 'time' ? rule.time !== null : rule.events.has(occasion.on)
  if (!isAsked) return no('other_event', `It waits for ${waitsFor(rule)}, not for ${occasion.on}.`)
  if (rule.isOff) return no('off', 'It is switched off.')
  if (stoppedBy !== null) return no('stopped_before', `"${stoppedBy}" acted and ends the questions.`)
  const failed = failureOf(rule.when, facts)
  if (failed !== null) return failed
  const guarded = guardAgainstLoops(rule.slug, { chain: occasion.chain, past })
  if (guarded !== null) return no(guarded.code, guarded.text)
  return { fires: true, code: 'matched', text: rule.when === null ? 'Always.' : `${rule.when.whole.source}` }
}

/** True when a condition holds; one that is not there always does. */
export function holds(condition: Condition | null, facts: AutomationFacts): boolean {
  return condition?.whole.holds(facts) ?? true
}

function failureOf(when: Condition | null, facts: AutomationFacts): Verdict | null {
  if (when === null) return null
  const errors: string[] = []
  if (when.whole.holds(facts, (message) => errors.push(message))) return null
  if (errors.length > 0) return no('condition_error', `${when.whole.source}: ${errors.join(' ')}`)
  const part = when.parts.find((one) => !one.holds(facts)) ?? when.whole
  return no('condition_false', `Not so: ${part.source}`)
}

function waitsFor({ events, time }: Automation): string {
  return [...events, ...(time === null ? [] : ['time'])].join(', ')
}

function no(code: VerdictCode, text: string): Verdict {
  return { fires: false, code, text }
}
