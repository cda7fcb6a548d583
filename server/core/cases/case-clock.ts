import type { Calendar } from '../calendars/calendar.ts'
import type { Clock } from '../clocks/clock.ts'
import { planSteps } from '../clocks/plan-steps.ts'
import { pointAtPercent, pointOfWarning } from '../clocks/step-point.ts'
import { fulfil, isActive, newClock, pause, run, settle } from '../clocks/run-clock.ts'
import { aroundTheClock } from '../workflow/compile-cases.ts'
import type { CaseReason, WorkflowSnapshot } from '../workflow/snapshot.ts'

/**
 * The clock of a case: working time from its opening to its decision. It is a clock like those of a ticket, of the metric
 * `resolution`, with the reason for its policy. `fired` are the steps that have been told of.
 */
export interface CaseClock {
  readonly clock: Clock
  readonly fired: readonly string[]
}

/** By which hours a clock counts, and when it warns. */
export interface CaseClockTerms {
  readonly calendar: Calendar
  readonly warnings: readonly number[]
}

/** The terms of a clock that runs; its calendar is the one it began with, as the workflow has it now. */
export function termsOfCaseClock(
  { calendars, cases }: Pick<WorkflowSnapshot, 'calendars' | 'cases'>,
  { clock }: CaseClock,
): CaseClockTerms {
  return { calendar: calendars.get(clock.calendar) ?? aroundTheClock, warnings: cases.warnings }
}

/** The clock a new case begins with; null when cases of its reason are never due. */
export function startCaseClock({ slug, dueMs, inDays, calendar }: CaseReason, at: number): CaseClock | null {
  if (dueMs === null) return null
  return { clock: newClock('resolution', 1, { policy: slug, calendar, targetMs: dueMs, inDays }, at), fired: [] }
}

/** What happens to a case that its clock hears of. */
export type CaseClockEvent = 'pause' | 'resume' | 'decide' | 'withdraw'

export interface MovedCaseClock {
  readonly held: CaseClock
  /** Percentages passed, each told once. */
  readonly warned: readonly number[]
  readonly isBreached: boolean
}

/**
 * The clock after an event, with what was passed before it and not told yet. A breach stays recorded; what comes exactly
 * at the due time is in time; a decision that is withdrawn lets the clock count on.
 */
export function moveCaseClock(
  held: CaseClock,
  event: CaseClockEvent,
  terms: CaseClockTerms,
  at: number,
): MovedCaseClock {
  const passed = fire(held, terms, { at, atDue: 'not-yet' })
  return { ...passed, held: { ...passed.held, clock: changed(passed.held.clock, event, { ...terms, at }) } }
}

function changed(clock: Clock, event: CaseClockEvent, { calendar, at }: { calendar: Calendar; at: number }): Clock {
  const { policy, targetMs, inDays = false } = clock
  switch (event) {
    case 'pause':
      return clock.runningSince === null ? clock : pause(clock, calendar, at)
    case 'resume':
      return clock.pausedAt === null ? clock : run(clock, { policy, calendar, targetMs, inDays }, at)
    case 'decide':
      return isActive(clock) ? fulfil(clock, calendar, at) : clock
    case 'withdraw':
      return clock.metAt === null ? clock : run(clock, { policy, calendar, targetMs, inDays }, at)
  }
}

/** Lets time act on the clock: what is due by `at`, each step once however often it is asked. */
export function fireCaseSteps(held: CaseClock, terms: CaseClockTerms, at: number): MovedCaseClock {
  return fire(held, terms, { at, atDue: 'counts' })
}

function fire(
  held: CaseClock,
  terms: CaseClockTerms,
  { at, atDue }: { at: number; atDue: 'counts' | 'not-yet' },
): MovedCaseClock {
  const due = stepsLeft(held, terms).filter(({ fireAt }) => (atDue === 'counts' ? fireAt <= at : fireAt < at))
  if (due.length === 0) return { held, warned: [], isBreached: false }
  const steps = due.map(({ step }) => step)
  const isBreached = steps.includes('breach')
  return {
    held: { clock: isBreached ? settle(held.clock, at, atDue) : held.clock, fired: [...held.fired, ...steps] },
    warned: due.flatMap(({ step }) => pointOfWarning(step)?.percent ?? []),
    isBreached,
  }
}

/** When the clock next has something to tell, or null. */
export function nextCaseStepAt(held: CaseClock, terms: CaseClockTerms): number | null {
  const left = stepsLeft(held, terms)
  return left.length === 0 ? null : Math.min(...left.map(({ fireAt }) => fireAt))
}

function stepsLeft({ clock, fired }: CaseClock, { calendar, warnings }: CaseClockTerms) {
  const steps = planSteps(clock, { warnings: warnings.map(pointAtPercent), escalations: [] }, calendar)
  return steps.filter(({ step }) => !fired.includes(step))
}
