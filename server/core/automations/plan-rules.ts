import type { AutomationFacts } from '../expressions/automation-facts.ts'
import type { Automation } from './automation.ts'
import { describeAction } from './describe-action.ts'
import { foresee } from './foresee.ts'
import { judgeRule, type Verdict } from './judge-rule.ts'
import type { PastRuns } from './loop-guard.ts'
import type { Occasion } from './occasion.ts'

/** What a rule would do, and why or why not. */
export interface RuleVerdict extends Verdict {
  readonly rule: Automation
  /** What it would do; empty when it does not act. */
  readonly does: readonly string[]
}

/**
 * Asks all rules about an occasion, in the order of the document. A later rule sees what the earlier ones would have
 * done, as it does when they really act.
 */
export function planRules(
  rules: readonly Automation[],
  asked: { readonly occasion: Occasion; readonly facts: AutomationFacts; readonly past: PastRuns },
): readonly RuleVerdict[] {
  let { facts, past } = asked
  let stoppedBy: string | null = null
  return rules.map((rule) => {
    const verdict = judgeRule(rule, { occasion: asked.occasion, facts, past, stoppedBy })
    if (!verdict.fires) return { rule, does: [], ...verdict }
    facts = foresee(facts, rule.actions)
    past = withRun(past, rule.slug)
    if (rule.stops) stoppedBy = rule.slug
    return { rule, does: rule.actions.map(describeAction), ...verdict }
  })
}

/** The past with one more run of a rule. */
export function withRun({ lastHour, lastDay }: PastRuns, rule: string): PastRuns {
  return { lastHour: lastHour + 1, lastDay: new Map([...lastDay, [rule, (lastDay.get(rule) ?? 0) + 1]]) }
}
