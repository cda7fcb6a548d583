import { Type } from 'typebox'
import {
  bySlug,
  CategoryWord,
  Cel,
  closed,
  Duration,
  EscalationPoint,
  Label,
  LocalDate,
  LocalTime,
  Markdown,
  MetricWord,
  OneOrMore,
  perMetric,
  PriorityWord,
  Slug,
  WarningPoint,
  Worded,
} from './document-parts.ts'

/** The roles that may move tickets at all. */
const MovingRole = Type.Enum(['admin', 'manager', 'agent', 'engineer', 'risk-reviewer', 'partner'])

const Status = Type.Object(
  {
    label: Label,
    category: CategoryWord,
    /** What the customer reads, in one wording or by language; the label when absent. */
    customer: Type.Optional(Worded(Label)),
    /** Stages a waiting status is entered from and goes back to. */
    from: Type.Optional(Type.Array(Slug, { minItems: 1 })),
    /** Whose answer brings the ticket back to the stage it left. */
    awaits: Type.Optional(Type.Enum(['customer', 'partner'])),
  },
  closed,
)

const Transition = Type.Object(
  {
    from: Slug,
    to: Slug,
    label: Type.Optional(Label),
    /** Facts that must be there. */
    requires: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })),
    /** Facts that must have this very value. */
    where: Type.Optional(Type.Record(Type.String({ minLength: 1 }), Type.String({ minLength: 1 }))),
    acceptsNote: Type.Optional(Type.Boolean()),
    /** Made by hand only by who may do all that one of these roles may. */
    roles: Type.Optional(Type.Array(MovingRole, { minItems: 1 })),
    /** Made by nobody while the ticket has an open case. */
    unlessCaseOpen: Type.Optional(Type.Boolean()),
    clears: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })),
    reopens: Type.Optional(Type.Boolean()),
  },
  closed,
)

const AutomaticMove = Type.Object(
  {
    id: Slug,
    /** The status in which the ticket has been for that long without a break. */
    in: Slug,
    after: Duration,
    /** Counts the hours of this calendar only. */
    calendar: Type.Optional(Slug),
    /** Said to the customer, marked as automatic. */
    say: Type.Optional(Worded(Markdown)),
    to: Type.Optional(Slug),
    /** Facts for the guards on the way, such as the resolution. */
    with: Type.Optional(Type.Record(Type.String({ minLength: 1 }), Type.String({ minLength: 1 }))),
  },
  closed,
)

const Lifecycle = Type.Object(
  {
    label: Label,
    start: Slug,
    classified: Slug,
    assigned: Slug,
    statuses: bySlug(Status),
    transitions: Type.Array(Transition, { minItems: 1 }),
    /** What time does to tickets that wait or are solved. */
    automatic: Type.Optional(Type.Array(AutomaticMove)),
  },
  closed,
)

const Intervals = Type.Array(Type.Tuple([LocalTime, LocalTime]))

const Week = Type.Object(
  {
    mon: Type.Optional(Intervals),
    tue: Type.Optional(Intervals),
    wed: Type.Optional(Intervals),
    thu: Type.Optional(Intervals),
    fri: Type.Optional(Intervals),
    sat: Type.Optional(Intervals),
    sun: Type.Optional(Intervals),
  },
  closed,
)

export const CalendarSchema = Type.Object(
  {
    zone: Type.String({ minLength: 1 }),
    alwaysOpen: Type.Optional(Type.Boolean()),
    week: Type.Optional(Week),
    holidays: Type.Optional(Type.Array(LocalDate)),
    shifts: Type.Optional(Type.Record(LocalDate, Intervals, closed)),
    breaks: Type.Optional(Type.Record(LocalDate, Intervals, closed)),
    /** Another calendar: open only while both are. */
    within: Type.Optional(Slug),
  },
  closed,
)

const Targets = perMetric(Duration)

const Escalation = Type.Object(
  {
    id: Slug,
    on: MetricWord,
    at: EscalationPoint,
    notify: Type.Optional(OneOrMore),
    raisePriority: Type.Optional(PriorityWord),
    requeue: Type.Optional(Slug),
    openCase: Type.Optional(Slug),
  },
  closed,
)

const SlaPolicy = Type.Object(
  {
    label: Label,
    when: Type.Optional(Cel),
    calendar: Slug,
    targets: Type.Object({ critical: Targets, high: Targets, normal: Targets, low: Targets }, closed),
    warnAt: Type.Optional(Type.Array(WarningPoint)),
    pauseIn: Type.Optional(Type.Array(CategoryWord)),
    pauseFirstResponse: Type.Optional(Type.Boolean()),
    escalations: Type.Optional(Type.Array(Escalation)),
  },
  closed,
)

/** Stages, opening hours and promises. */
export const timeParts = {
  lifecycles: bySlug(Lifecycle),
  calendars: bySlug(CalendarSchema),
  slaPolicies: Type.Optional(bySlug(SlaPolicy)),
}
