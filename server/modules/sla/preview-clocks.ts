import {
  addWorkingTime,
  type Calendar,
  type CalendarDay,
  type CalendarDefinition,
  compileCalendar,
  findCalendarProblems,
  inWorkingDays,
  previewCalendar,
  type Segment,
  type Span,
  workingTimeBetween,
} from '../../core/calendars/index.ts'
import { type ClockUnit, unitOf } from '../../core/clocks/index.ts'
import {
  type CalendarDocument,
  countsDays,
  definitionOf,
  durationMs,
  mixesDays,
  whyNotWithin,
} from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError, type FieldError, refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'

/** How long a previewed clock may run: each week adds its segments to the answer. */
const longestMs = 104 * 7 * 86_400_000

export interface PreviewedDue {
  readonly calendar: Calendar
  readonly targetMs: number
  readonly unit: ClockUnit
  readonly dueAt: number
  /** From the start to the due time without a hole; the counted ones sum to a target of hours. */
  readonly segments: readonly Segment[]
}

/**
 * When a target would be used up by a calendar of the workflow (its name) or one that is only tried, and every second
 * on the way. `target` is a duration such as `PT8H`, or of working days such as `P2D`. Throws `invalid` naming each place that cannot be counted.
 */
export async function previewDue(
  context: Context,
  input: { calendar: string | CalendarDocument; start: number; target: string; pauses: readonly Span[] },
): Promise<PreviewedDue> {
  requirePermission(context, 'workflow:read')
  const faults = input.pauses.flatMap(({ from, to }, index): FieldError[] =>
    from < to ? [] : [{ pointer: `/pauses/${index}`, code: 'bad_span', message: 'A pause ends after it starts.' }],
  )
  const calendar = await calendarOf(context, input.calendar, faults)
  const targetMs = durationMs(input.target)
  const isInDays = countsDays(input.target)
  if (targetMs === null) {
    const message = 'A target is a duration such as PT8H or 90m.'
    faults.push({ pointer: '/target', code: 'bad_duration', message })
  } else if (mixesDays(input.target)) {
    const message = 'Working days and hours do not add up: name whole days, or hours.'
    faults.push({ pointer: '/target', code: 'ambiguous_days', message })
  } else if (calendar !== null && targetMs > mostFrom(input.start, calendar, isInDays)) {
    const message = 'Used up by this calendar only after more than two years: nothing to preview.'
    faults.push({ pointer: '/target', code: 'too_long', message })
  }
  if (faults.length > 0 || targetMs === null || calendar === null)
    throw new AppError('invalid', 'The clock cannot be counted.', {}, faults)
  const counting = isInDays ? inWorkingDays(calendar) : calendar
  return {
    calendar,
    targetMs,
    unit: unitOf({ inDays: isInDays }),
    ...addWorkingTime(counting, input.start, targetMs, input.pauses),
  }
}

/** The local days of a calendar of the workflow from today, or from the local day of `from`; null for an unknown name. */
export async function previewHours(
  context: Context,
  input: { calendar: string; from: number | null; days: number },
): Promise<{ calendar: Calendar; days: readonly CalendarDay[] } | null> {
  requirePermission(context, 'workflow:read')
  const calendar = (await currentWorkflow(context)).calendars.get(input.calendar)
  if (calendar === undefined) return null
  return { calendar, days: previewCalendar(calendar, input.from ?? context.now(), input.days) }
}

/** What counts from an instant on in the longest time that is previewed. */
function mostFrom(start: number, calendar: Calendar, isInDays: boolean): number {
  return workingTimeBetween(isInDays ? inWorkingDays(calendar) : calendar, start, start + longestMs)
}

async function calendarOf(
  context: Context,
  wanted: string | CalendarDocument,
  faults: FieldError[],
): Promise<Calendar | null> {
  if (typeof wanted === 'string') {
    const { calendars } = await currentWorkflow(context)
    const known = calendars.get(wanted)
    if (known === undefined) throw unknownCalendar('/calendar', wanted, calendars)
    return known
  }
  const definition = await definitionOfDraft(context, wanted)
  const problems = findCalendarProblems(definition)
  if (problems.length === 0) return compileCalendar('inline', definition)
  faults.push(
    ...problems.map(({ code, message, path }) => ({ pointer: ['/calendar', ...path].join('/'), code, message })),
  )
  return null
}

/** A draft that is within no calendar asks nothing of the workflow. */
async function definitionOfDraft(context: Context, draft: CalendarDocument): Promise<CalendarDefinition> {
  if (draft.within === undefined) return definitionOf(draft, {})
  const { calendars, document } = await currentWorkflow(context)
  if (!calendars.has(draft.within)) throw unknownCalendar('/calendar/within', draft.within, calendars)
  const refusal = whyNotWithin(null, draft, document.calendars)
  if (refusal !== null) throw refuseField('/calendar/within', 'calendar_within', refusal)
  return definitionOf(draft, document.calendars)
}

function unknownCalendar(pointer: string, name: string, calendars: ReadonlyMap<string, Calendar>): AppError {
  const message = `No calendar "${name}". There are: ${[...calendars.keys()].join(', ')}.`
  return refuseField(pointer, 'unknown_value', message)
}
