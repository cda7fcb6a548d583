import { longestTargetMs } from '../calendars/working-time.ts'
import { type ClockMetric, clockMetrics } from '../clocks/clock.ts'
import type { WorkflowDocument } from './document.ts'
import { countsDays, durationMs } from './duration.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'
import { priorities } from './priority.ts'
import { lengthOfOffset } from './step-point-of.ts'

type PolicyDocument = NonNullable<WorkflowDocument['slaPolicies']>[string]

/** Offsets of warnings and escalation steps that cannot be counted, or that no target leaves room for. */
export function lintSteps(policy: PolicyDocument, path: Path): readonly Finding[] {
  const warnings = (policy.warnAt ?? []).flatMap((at, index) =>
    lintStep(at, { policy, metrics: clockMetrics, path: [...path, 'warnAt', index] }),
  )
  const escalations = (policy.escalations ?? []).flatMap(({ at, on }, index) =>
    lintStep(at, { policy, metrics: [on], path: [...path, 'escalations', index, 'at'] }),
  )
  return [...warnings, ...escalations]
}

function lintStep(
  written: number | string,
  { policy, metrics, path }: { policy: PolicyDocument; metrics: readonly ClockMetric[]; path: Path },
): Finding[] {
  if (typeof written === 'number') return []
  const length = lengthOfOffset(written)
  const ms = durationMs(length) ?? 0
  if (countsDays(length))
    return [fault('ambiguous_days', path, 'An offset is open time, also of a target in working days: write hours.')]
  if (ms === 0)
    return [fault('out_of_range', path, 'An offset is longer than nothing; when the target is used up is 100.')]
  if (ms > longestTargetMs) return [fault('out_of_range', path, 'An offset is at most ten years.')]
  if (!written.endsWith(' before')) return []
  const targets = priorities.flatMap((priority) => metrics.flatMap((metric) => policy.targets[priority][metric] ?? []))
  const isTooShort = (target: string) => !countsDays(target) && (durationMs(target) ?? 0) <= ms
  if (targets.length === 0 || !targets.every(isTooShort)) return []
  return [doubt('step_unreached', path, `No target is longer than ${length}, so this never comes.`)]
}
