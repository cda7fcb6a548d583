import { Type } from 'typebox'
import { type PreviewedDue, previewDue, previewHours } from '../../modules/sla/index.ts'
import { AppError } from '../../platform/errors.ts'
import { clockUnit } from '../clock-unit.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, instant, instantText, oneOf } from '../schemas.ts'

/** Trying a target and a calendar without a ticket. */
export function clockPreviewRoutes(): Route[] {
  return [dueRoute, calendarRoute]
}

const localTime = Type.String({ pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$|^24:00$' })
const localDate = () => Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', examples: ['2026-12-25'] })
const interval = Type.Unsafe<readonly [string, string]>(
  Type.Array(localTime, { minItems: 2, maxItems: 2, description: 'Opens and closes; `24:00` ends the day.' }),
)
const intervals = () => Type.Array(interval, { maxItems: 24 })
const day = () => Type.Optional(intervals())

const CalendarDraft = component('CalendarDraft', {
  zone: Type.String({ minLength: 1, maxLength: 60, description: 'IANA: `Europe/Madrid`.' }),
  alwaysOpen: Type.Optional(Type.Boolean()),
  week: Type.Optional(
    Type.Object(
      { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), sat: day(), sun: day() },
      { additionalProperties: false },
    ),
  ),
  holidays: Type.Optional(Type.Array(localDate(), { maxItems: 1000 })),
  shifts: Type.Optional(Type.Record(Type.String({ maxLength: 10 }), intervals(), { description: 'By date.' })),
  breaks: Type.Optional(Type.Record(Type.String({ maxLength: 10 }), intervals(), { description: 'By date.' })),
  within: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'A calendar of the workflow, itself within none: open only while both are.',
    }),
  ),
})

const SegmentSchema = Type.Object({
  from: instant(),
  to: instant(),
  counted: Type.Boolean(),
  reason: oneOf(['open', 'closed', 'holiday', 'paused']),
})

const SlaPreview = component('SlaPreview', {
  dueAt: instant(),
  zone: Type.String(),
  unit: clockUnit(),
  targetMs: Type.Integer(),
  segments: Type.Array(SegmentSchema, {
    description: 'From start to due; the counted ones sum to a target of hours.',
  }),
})

const dueRoute = defineRoute({
  method: 'POST',
  url: '/v1/sla/preview',
  operationId: 'previewDue',
  summary: 'Say when a target would be due',
  description:
    'By a calendar of the workflow (its name) or one sent along. Nothing is kept. A target used up exactly at close is due at close. `P2D` is two working days: each day that opens ' +
    'counts one, however long it is open.',
  tag: 'clocks',
  permission: 'workflow:read',
  idempotency: 'none',
  body: component('SlaPreviewRequest', {
    calendar: Type.Union([Type.String({ minLength: 1, maxLength: 100 }), CalendarDraft]),
    start: instant(),
    target: Type.String({
      minLength: 2,
      maxLength: 40,
      description: 'A duration, `PT8H` or `90m`, or whole working days: `P2D`.',
    }),
    pauses: Type.Optional(
      Type.Array(Type.Object({ from: instant(), to: instant() }, { additionalProperties: false }), { maxItems: 100 }),
    ),
  }),
  answers: { 200: SlaPreview },
  example: {
    body: {
      calendar: { zone: 'Europe/Paris', week: { tue: [['08:00', '18:00']], wed: [['08:00', '18:00']] } },
      start: '2026-03-03T15:00:00.000Z',
      target: 'PT4H',
    },
    answer: {
      dueAt: '2026-03-04T09:00:00.000Z',
      zone: 'Europe/Paris',
      unit: 'hours',
      targetMs: 14_400_000,
      segments: [
        { from: '2026-03-03T15:00:00.000Z', to: '2026-03-03T17:00:00.000Z', counted: true, reason: 'open' },
        { from: '2026-03-03T17:00:00.000Z', to: '2026-03-04T07:00:00.000Z', counted: false, reason: 'closed' },
        { from: '2026-03-04T07:00:00.000Z', to: '2026-03-04T09:00:00.000Z', counted: true, reason: 'open' },
      ],
    },
  },
  async handle({ context, body }) {
    const { calendar, start, target, pauses = [] } = body
    const preview = await previewDue(context, {
      calendar,
      start: Date.parse(start),
      target,
      pauses: pauses.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) })),
    })
    return {
      dueAt: instantText(preview.dueAt),
      zone: preview.calendar.zone,
      unit: preview.unit,
      targetMs: preview.targetMs,
      segments: preview.segments.map(presentSegment),
    }
  },
})

const CalendarPreview = component('CalendarPreview', {
  calendar: Type.String(),
  zone: Type.String(),
  alwaysOpen: Type.Boolean(),
  days: Type.Array(
    Type.Object({
      date: Type.String({ description: 'In the calendar’s zone.' }),
      weekday: oneOf(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
      isHoliday: Type.Boolean(),
      open: Type.Array(Type.Object({ from: instant(), to: instant() })),
      openMs: Type.Integer({ description: 'A day of summer time’s change has an hour less or more.' }),
    }),
  ),
})

const calendarRoute = defineRoute({
  method: 'GET',
  url: '/v1/calendars/:name/preview',
  operationId: 'previewCalendar',
  summary: 'Read the opening hours of the coming days',
  description: 'A calendar of the workflow in force, from today or the local day of `from`.',
  tag: 'clocks',
  permission: 'workflow:read',
  params: Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) }),
  query: Type.Object({
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 14 })),
    from: Type.Optional(instant()),
  }),
  answers: { 200: CalendarPreview },
  example: {
    params: { name: 'always-on' },
    query: { days: '1', from: '2026-11-20T09:00:00.000Z' },
    answer: {
      calendar: 'always-on',
      zone: 'UTC',
      alwaysOpen: true,
      days: [
        {
          date: '2026-11-20',
          weekday: 'fri',
          isHoliday: false,
          open: [{ from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' }],
          openMs: 86_400_000,
        },
      ],
    },
  },
  async handle({ context, params: { name }, query }) {
    const from = query.from === undefined ? null : Date.parse(query.from)
    const preview = await previewHours(context, { calendar: name, from, days: query.days ?? 14 })
    if (preview === null) throw new AppError('not_found', 'There is no such calendar.')
    const { calendar, days } = preview
    return {
      calendar: calendar.name,
      zone: calendar.zone,
      alwaysOpen: calendar.isAlwaysOpen,
      days: days.map(({ date, weekday, isHoliday, open, openMs }) => ({
        date,
        weekday,
        isHoliday,
        open: open.map(({ from: opens, to }) => ({ from: instantText(opens), to: instantText(to) })),
        openMs,
      })),
    }
  },
})

function presentSegment({ from, to, counted, reason }: PreviewedDue['segments'][number]) {
  return { from: instantText(from), to: instantText(to), counted, reason }
}
