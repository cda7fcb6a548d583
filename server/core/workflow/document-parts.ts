import { Type } from 'typebox'
import { clockMetrics } from '../clocks/clock.ts'

/** Schema options carry the refusal: `title` completes "must be ...", `problem` is its code. */
const shape = (title: string, problem: string) => ({ title, problem })

export const Slug = Type.String({
  pattern: '^[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*$',
  maxLength: 60,
  ...shape('a slug: lower-case words joined by - or _', 'bad_slug'),
})

export const FieldName = Type.String({
  pattern: '^[a-z][A-Za-z0-9_]*$',
  maxLength: 60,
  ...shape('a name such as transactionId', 'bad_slug'),
})

/** Several values where one is common: `tag: evening` or `tag: [evening, weekend]`. */
export const OneOrMore = Type.Union(
  [Slug, Type.Array(Slug, { minItems: 1 })],
  shape('a slug or a list of slugs', 'wrong_type'),
)

export const Label = Type.String({
  minLength: 1,
  maxLength: 120,
  ...shape('a text of 1 to 120 characters', 'out_of_range'),
})

export const Markdown = Type.String({
  maxLength: 10_000,
  ...shape('a text of at most 10,000 characters', 'out_of_range'),
})

export const Cel = Type.String({
  minLength: 1,
  maxLength: 2_000,
  ...shape('an expression of 1 to 2,000 characters', 'out_of_range'),
})

const duration =
  '(?=[\\dP])(?:(?:\\d+d)?(?:\\d+h)?(?:\\d+m)?(?:\\d+s)?|P(?=[\\dT])(?:\\d+D)?(?:T(?=\\d)(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?)'

export const Duration = Type.String({
  pattern: `^${duration}$`,
  ...shape('a duration such as 90s, 15m, 1h30m or PT8H', 'bad_duration'),
})

const Percent = Type.Integer({
  minimum: 1,
  maximum: 1000,
  ...shape('a percentage of the target', 'out_of_range'),
})

/** Where a clock warns: at a share of its target, or so much open time before it is used up. */
export const WarningPoint = Type.Union(
  [Percent, Type.String({ pattern: `^${duration} before$` })],
  shape('a percentage of the target from 1 to 1000, or an offset such as 15m before', 'out_of_range'),
)

/** Where a clock takes a step, also so much open time after its target is used up. */
export const EscalationPoint = Type.Union(
  [Percent, Type.String({ pattern: `^${duration} (?:before|after)$` })],
  shape('a percentage of the target from 1 to 1000, or an offset such as 15m before or 30m after', 'out_of_range'),
)

export const LocalTime = Type.String({
  pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$|^24:00$',
  ...shape('a time from 00:00 to 24:00', 'bad_time'),
})

const localDate = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])'

export const LocalDate = Type.String({ pattern: `^${localDate}$`, ...shape('a date such as 2026-04-03', 'bad_date') })

export const Moment = Type.String({
  pattern: `^${localDate}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?(?:Z|[+-]\\d{2}:\\d{2})?$`,
  ...shape('a moment such as 2026-03-06T19:40 (local) or 2026-03-06T18:40Z', 'bad_time'),
})

export const Language = Type.String({
  pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$',
  ...shape('a language such as en or pt-BR', 'bad_language'),
})

const Level = Type.Number({ minimum: 0, maximum: 100, ...shape('a level from 0 to 100', 'out_of_range') })

export const PriorityWord = Type.Enum(
  ['low', 'normal', 'medium', 'high', 'critical', 'urgent'],
  shape('a priority', 'unknown_value'),
)

export const KindWord = Type.Enum(['call', 'chat', 'ticket', 'case', 'callback'])

export const CategoryWord = Type.Enum(['new', 'open', 'waiting', 'hold', 'solved', 'closed'])

export const MetricWord = Type.Enum([...clockMetrics])

/** Members in any order, nothing else. */
export const closed = { additionalProperties: false } as const

/** A text for everybody, or one for each language; the first named is for the languages that have none. */
export const Worded = (value: typeof Label) =>
  Type.Union(
    [value, Type.Record(Language, value, { ...closed, minProperties: 1 })],
    shape('a text, or a text for each language', 'wrong_type'),
  )

/** An object without unknown members. */
export const bySlug = <Value extends Parameters<typeof Type.Record>[1]>(value: Value) =>
  Type.Record(Slug, value, closed)

export const Skills = bySlug(Level)

/** A value for some kinds of task. */
export const perKind = <Value extends Parameters<typeof Type.Optional>[0]>(value: Value) =>
  Type.Object(
    {
      call: Type.Optional(value),
      chat: Type.Optional(value),
      ticket: Type.Optional(value),
      case: Type.Optional(value),
      callback: Type.Optional(value),
    },
    closed,
  )

/** A value for some of what clocks measure. */
export const perMetric = <Value extends Parameters<typeof Type.Optional>[0]>(value: Value) =>
  Type.Object(
    {
      firstResponse: Type.Optional(value),
      nextResponse: Type.Optional(value),
      periodicUpdate: Type.Optional(value),
      resolution: Type.Optional(value),
      ownership: Type.Optional(value),
      partnerResponse: Type.Optional(value),
    },
    closed,
  )
