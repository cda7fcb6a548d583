import type { Calendar } from '../calendars/calendar.ts'
import type { ClockMetric } from '../clocks/clock.ts'
import { clockMetrics } from '../clocks/clock.ts'
import { type StepPoint, warningAt } from '../clocks/step-point.ts'
import type { StatusCategory } from '../lifecycle/lifecycle.ts'
import { routingExpression } from './compile-expressions.ts'
import type { WorkflowDocument } from './document.ts'
import { countsDays, durationMs } from './duration.ts'
import { listOf } from './one-or-more.ts'
import { canonicalPriority, priorities } from './priority.ts'
import type { RoutingRule, SlaPolicy } from './snapshot.ts'
import { stepPointOf } from './step-point-of.ts'

type PolicyDocument = NonNullable<WorkflowDocument['slaPolicies']>[string]
type TargetsDocument = PolicyDocument['targets']['critical']

const standardWarnings = [75]
const standardPauses: readonly StatusCategory[] = ['waiting', 'hold']

/** Makes an SLA policy ready to start clocks. Throws a RangeError when its calendar is not there. */
export function compilePolicy(
  slug: string,
  policy: PolicyDocument,
  calendars: ReadonlyMap<string, Calendar>,
  line: number | null,
): SlaPolicy {
  const calendar = calendars.get(policy.calendar)
  if (calendar === undefined) throw new RangeError(`SLA policy ${slug}: no calendar ${policy.calendar}.`)
  const { critical, high, normal, low } = policy.targets
  return {
    slug,
    label: policy.label,
    calendar,
    when: policy.when === undefined ? null : routingExpression(policy.when),
    line,
    targets: { critical: targetsMs(critical), high: targetsMs(high), normal: targetsMs(normal), low: targetsMs(low) },
    inDays: { critical: inDays(critical), high: inDays(high), normal: inDays(normal), low: inDays(low) },
    pausesIn: new Set(policy.pauseIn ?? standardPauses),
    pausesFirstResponse: policy.pauseFirstResponse ?? false,
    warnings: warningsOf(policy.warnAt ?? standardWarnings),
    escalations: (policy.escalations ?? []).map((step) => ({
      slug: step.id,
      metric: step.on,
      at: stepPointOf(step.at),
      notify: listOf(step.notify),
      raisePriorityTo: step.raisePriority === undefined ? null : canonicalPriority(step.raisePriority),
      requeueTo: step.requeue ?? null,
      openCase: step.openCase ?? null,
    })),
  }
}

/**
 * Whether what is promised follows the queue: a policy, or a rule where rules choose policies, asks for it (under whatever
 * name, so the word is looked for), or a policy says how long a queue may have a ticket.
 */
export function isPromisedByQueue(policies: Iterable<SlaPolicy>, rules: readonly RoutingRule[]): boolean {
  const all = [...policies]
  if (all.some(({ targets }) => priorities.some((priority) => targets[priority].ownership !== undefined))) return true
  const choosing = rules.some(({ set }) => set.slaPolicy !== null) ? rules : []
  return [...all, ...choosing].some(({ when }) => when !== null && /\bqueue\b/u.test(when.source))
}

/** Each point once, however it is written: a step is fired by its name. */
function warningsOf(warnAt: NonNullable<PolicyDocument['warnAt']>): readonly StepPoint[] {
  const points = warnAt.map(stepPointOf)
  return [...new Map(points.map((point) => [warningAt(point), point])).values()]
}

function inDays(targets: TargetsDocument): ReadonlySet<ClockMetric> {
  return new Set(clockMetrics.filter((metric) => countsDays(targets[metric] ?? '')))
}

function targetsMs(targets: TargetsDocument): Partial<Record<ClockMetric, number>> {
  const found: Partial<Record<ClockMetric, number>> = {}
  for (const metric of clockMetrics) {
    const target = targets[metric]
    const targetMs = target === undefined ? null : durationMs(target)
    if (targetMs !== null) found[metric] = targetMs
  }
  return found
}
