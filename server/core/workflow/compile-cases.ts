import type { Calendar } from '../calendars/calendar.ts'
import { compileCalendar } from '../calendars/compile-calendar.ts'
import { caseExpression } from './compile-expressions.ts'
import type { WorkflowDocument } from './document.ts'
import { countsDays, durationMs } from './duration.ts'
import { canonicalPriority } from './priority.ts'
import type { CasePolicy, CaseReason } from './snapshot.ts'

const standardWarnings = [75]

/** By which a case counts whose reason names no calendar. */
export const aroundTheClock = compileCalendar('around-the-clock', { zone: 'UTC', alwaysOpen: true })

/** Cases as the workflow has them, with the standard values filled in. Throws a RangeError for a calendar not there. */
export function compileCases(cases: WorkflowDocument['cases'], calendars: ReadonlyMap<string, Calendar>): CasePolicy {
  const reasons = Object.entries(cases?.reasons ?? {}).map(([slug, reason]): [string, CaseReason] => [
    slug,
    {
      slug,
      label: reason.label,
      severity: canonicalPriority(reason.severity) ?? 'normal',
      riskClass: reason.riskClass ?? null,
      riskChecks: reason.checks ?? [],
      dueMs: durationMs(reason.due ?? ''),
      inDays: reason.calendar !== undefined && countsDays(reason.due ?? ''),
      calendar: calendarOf(slug, reason.calendar, calendars),
      queue: reason.queue ?? null,
    },
  ])
  return {
    maxLevel: cases?.maxLevel ?? 3,
    warnings: cases?.warnAt ?? standardWarnings,
    reasons: new Map(reasons),
    checks: new Map(Object.entries(cases?.checks ?? {})),
    riskClasses: new Map(Object.entries(cases?.riskClasses ?? {})),
    triggers: (cases?.triggers ?? []).map((trigger) => ({
      slug: trigger.id,
      on: trigger.on,
      when: trigger.when === undefined ? null : caseExpression(trigger.when),
      reason: trigger.reason,
      severity: trigger.severity === undefined ? null : canonicalPriority(trigger.severity),
    })),
  }
}

function calendarOf(reason: string, name: string | undefined, calendars: ReadonlyMap<string, Calendar>): Calendar {
  if (name === undefined) return aroundTheClock
  const calendar = calendars.get(name)
  if (calendar === undefined) throw new RangeError(`Case reason ${reason}: no calendar ${name}.`)
  return calendar
}
