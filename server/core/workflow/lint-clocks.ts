import { findCalendarProblems } from '../calendars/calendar-problems.ts'
import { isZone } from '../calendars/zone.ts'
import type { ClockMetric } from '../clocks/clock.ts'
import { clockMetrics } from '../clocks/clock.ts'
import { type CalendarDocument, definitionOf, whyNotWithin } from './calendar-of-document.ts'
import type { WorkflowDocument } from './document.ts'
import { countsDays, durationMs, mixesDays } from './duration.ts'
import type { Finding, Path } from './finding.ts'
import { doubt, fault } from './finding.ts'
import { lintSteps } from './lint-steps.ts'
import { momentMs } from './moment.ts'
import { priorities } from './priority.ts'

type PolicyDocument = NonNullable<WorkflowDocument['slaPolicies']>[string]
type TargetsDocument = PolicyDocument['targets']['critical']

/** Why `2d4h` is refused: an hour is no fixed part of a working day. */
export const mixedDays =
  'Working days and hours do not add up: write whole days (2d, two working days) or hours (16h of open time).'

/** Calendars that never open, targets that cannot be met, moments that do not exist. */
export function lintClocks(document: WorkflowDocument): readonly Finding[] {
  const zone = isZone(document.zone)
    ? []
    : [fault('unknown_zone', ['zone'], `"${document.zone}" is not an IANA time zone.`)]
  const calendars = Object.entries(document.calendars).flatMap(([slug, calendar]) =>
    lintCalendar(slug, calendar, document.calendars),
  )
  const policies = Object.entries(document.slaPolicies ?? {}).flatMap(([slug, policy]) => [
    ...lintPolicy(slug, policy),
    ...lintPartnerTargets(slug, policy, document),
  ])
  return [...zone, ...calendars, ...policies, ...lintMoments(document)]
}

function lintCalendar(
  slug: string,
  calendar: CalendarDocument,
  calendars: WorkflowDocument['calendars'],
): readonly Finding[] {
  const path: Path = ['calendars', slug]
  const refusal = whyNotWithin(slug, calendar, calendars)
  const { within, ...own } = definitionOf(calendar, calendars)
  // What is wrong with the other calendar is said of that one.
  const isReadable = refusal === null && within !== undefined && findCalendarProblems(within).length === 0
  const problems = findCalendarProblems(isReadable ? { ...own, within } : own)
  return [
    ...(refusal === null ? [] : [fault('calendar_within', [...path, 'within'], refusal)]),
    ...problems.map((problem) => fault(problem.code, [...path, ...problem.path], problem.message)),
  ]
}

function lintPolicy(slug: string, policy: PolicyDocument): readonly Finding[] {
  const path: Path = ['slaPolicies', slug]
  const findings = priorities.flatMap((priority) =>
    lintTargets(policy.targets[priority], [...path, 'targets', priority]),
  )
  if (priorities.every((priority) => Object.keys(policy.targets[priority]).length === 0)) {
    findings.push(doubt('target_empty', [...path, 'targets'], `"${slug}" promises nothing, so it starts no clock.`))
  }
  findings.push(...lintSteps(policy, path))
  const ids = (policy.escalations ?? []).map((step) => step.id)
  ids.forEach((id, index) => {
    if (ids.indexOf(id) === index) return
    findings.push(fault('duplicate_name', [...path, 'escalations', index, 'id'], `There are two steps called "${id}".`))
  })
  return findings
}

/** A partner is given time only while a status awaits it. */
function lintPartnerTargets(slug: string, policy: PolicyDocument, { lifecycles }: WorkflowDocument): Finding[] {
  const statuses = Object.values(lifecycles).flatMap((lifecycle) => Object.values(lifecycle.statuses))
  if (statuses.some(({ awaits }) => awaits === 'partner')) return []
  return priorities
    .filter((priority) => policy.targets[priority].partnerResponse !== undefined)
    .map((priority) =>
      doubt(
        'target_unreached',
        ['slaPolicies', slug, 'targets', priority, 'partnerResponse'],
        'No status awaits a partner (`awaits: partner`), so this clock never starts.',
      ),
    )
}

function lintTargets(targets: TargetsDocument, path: Path): Finding[] {
  const findings: Finding[] = []
  for (const metric of clockMetrics) {
    const target = targets[metric]
    if (target === undefined) continue
    if (mixesDays(target)) {
      findings.push(fault('ambiguous_days', [...path, metric], mixedDays))
    } else if (durationMs(target) === 0) {
      findings.push(fault('out_of_range', [...path, metric], 'A target is longer than nothing.'))
    }
  }
  const ms = (metric: ClockMetric) => durationMs(targets[metric] ?? '')
  const [first, resolution] = [ms('firstResponse'), ms('resolution')]
  const isComparable = countsDays(targets.firstResponse ?? '') === countsDays(targets.resolution ?? '')
  if (isComparable && first !== null && resolution !== null && first > resolution) {
    findings.push(
      doubt('target_order', [...path, 'firstResponse'], 'The first response is promised later than the resolution.'),
    )
  }
  return findings
}

/** The shape lets 2026-02-30 through; a test that names it could not run. */
function lintMoments({ tests = [], zone }: WorkflowDocument): readonly Finding[] {
  const usableZone = isZone(zone) ? zone : 'UTC'
  return tests.flatMap(({ given, expect }, index) => {
    const moments: [string | undefined, Path][] = [
      [given.at, ['tests', index, 'given', 'at']],
      ...clockMetrics.map((metric): [string | undefined, Path] => [
        expect.due?.[metric],
        ['tests', index, 'expect', 'due', metric],
      ]),
    ]
    return moments
      .filter(([moment]) => moment !== undefined && !isMoment(moment, usableZone))
      .map(([moment, path]) => fault('bad_date', path, `${moment ?? ''} is not a moment of the calendar.`))
  })
}

function isMoment(text: string, zone: string): boolean {
  try {
    return Number.isFinite(momentMs(text, zone))
  } catch {
    return false
  }
}
