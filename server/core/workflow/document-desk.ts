import { Type } from 'typebox'
import { ratingScales } from '../quality/scorecard.ts'
import { retryLimits } from '../webhooks/next-attempt.ts'
import {
  bySlug,
  Cel,
  closed,
  Duration,
  KindWord,
  Label,
  Language,
  Markdown,
  perKind,
  PriorityWord,
  Slug,
} from './document-parts.ts'
import { caseTriggerEvents } from './case-trigger-events.ts'
import { PlatformPage } from './document-page.ts'

const Units = Type.Integer({
  minimum: 0,
  maximum: 10_000,
  title: 'a whole number of 0 or more',
  problem: 'out_of_range',
})

const Capacity = Type.Object(
  {
    totalUnits: Type.Optional(Units),
    kinds: Type.Optional(perKind(Units)),
    maxima: Type.Optional(perKind(Units)),
    /** `call: [ticket]`: a call may interrupt tickets. */
    interrupts: Type.Optional(perKind(Type.Array(KindWord))),
  },
  closed,
)

const Presence = Type.Object(
  {
    reasons: Type.Optional(Type.Array(Slug)),
    missedOffers: Type.Optional(Units),
    grace: Type.Optional(perKind(Duration)),
  },
  closed,
)

const CaseReason = Type.Object(
  {
    label: Label,
    severity: PriorityWord,
    checks: Type.Optional(Type.Array(Slug)),
    riskClass: Type.Optional(Slug),
    /** Working time until the decision, by the calendar; around the clock when none is named. */
    due: Type.Optional(Duration),
    calendar: Type.Optional(Slug),
    /** Where a case of this reason waits for a reviewer; without one it is offered to nobody. */
    queue: Type.Optional(Slug),
  },
  closed,
)

const CaseTrigger = Type.Object(
  {
    id: Slug,
    on: Type.Enum([...caseTriggerEvents]),
    when: Type.Optional(Cel),
    reason: Slug,
    /** Instead of the reason's own. */
    severity: Type.Optional(PriorityWord),
  },
  closed,
)

const Cases = Type.Object(
  {
    maxLevel: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 9, title: 'a level from 1 to 9', problem: 'out_of_range' }),
    ),
    /** Percentages of the time until due at which the case is said to be running late. */
    warnAt: Type.Optional(
      Type.Array(
        Type.Integer({ minimum: 1, maximum: 99, title: 'a percentage from 1 to 99', problem: 'out_of_range' }),
      ),
    ),
    checks: Type.Optional(bySlug(Type.Object({ label: Label }, closed))),
    riskClasses: Type.Optional(bySlug(Type.Object({ label: Label }, closed))),
    reasons: bySlug(CaseReason),
    triggers: Type.Optional(Type.Array(CaseTrigger)),
    notes: Type.Optional(Markdown),
  },
  closed,
)

const Criterion = Type.Object(
  {
    id: Slug,
    label: Label,
    weight: Type.Integer({ minimum: 0, maximum: 100, title: 'a whole weight from 0 to 100', problem: 'out_of_range' }),
    scale: Type.Enum([...ratingScales]),
    critical: Type.Optional(Type.Boolean()),
  },
  closed,
)

const Scorecard = Type.Object(
  { label: Label, when: Type.Optional(Cel), criteria: Type.Array(Criterion, { minItems: 1 }) },
  closed,
)

const Checkpoint = Type.Object({ question: Label, evidence: Type.Optional(Type.Array(Markdown)) }, closed)

const Checkpoints = Type.Object(
  {
    intake: Type.Optional(Checkpoint),
    routing: Type.Optional(Checkpoint),
    escalation: Type.Optional(Checkpoint),
    resolution: Type.Optional(Checkpoint),
    quality: Type.Optional(Checkpoint),
    automation: Type.Optional(Checkpoint),
    reporting: Type.Optional(Checkpoint),
  },
  closed,
)

const Renames = Type.Object(
  {
    queues: Type.Optional(bySlug(Slug)),
    types: Type.Optional(bySlug(Slug)),
    categories: Type.Optional(bySlug(Slug)),
    serviceLines: Type.Optional(bySlug(Slug)),
    channels: Type.Optional(bySlug(Slug)),
    skills: Type.Optional(bySlug(Slug)),
    lifecycles: Type.Optional(bySlug(Slug)),
    statuses: Type.Optional(bySlug(Slug)),
    services: Type.Optional(bySlug(Slug)),
    teams: Type.Optional(bySlug(Slug)),
    languages: Type.Optional(Type.Record(Language, Language, closed)),
    slaPolicies: Type.Optional(bySlug(Slug)),
    calendars: Type.Optional(bySlug(Slug)),
    reasons: Type.Optional(bySlug(Slug)),
  },
  closed,
)

const Mail = Type.Object(
  {
    /** Who mail is from; the service's own address when none is named. */
    from: Type.Optional(Type.Object({ name: Type.Optional(Label), address: Type.String({ maxLength: 254 }) }, closed)),
    /** Whether customers get public replies by mail; they do unless this says no. */
    replies: Type.Optional(Type.Boolean()),
    /** Whose tickets are answered by mail; `email` and `ticket` when left out. */
    channels: Type.Optional(Type.Array(Slug)),
    transcriptOnClose: Type.Optional(Type.Boolean()),
    /** Where customers see their request: `https://help.example.com/requests/{number}`. */
    requestLink: Type.Optional(Type.String({ maxLength: 500 })),
  },
  closed,
)

/** What partners and subscribers are told, callbacks and events alike. */
const Deliveries = Type.Object(
  {
    /** The wait after each failure before the next attempt; as Standard Webhooks has it when left out. */
    retries: Type.Optional(Type.Array(Duration, { minItems: 1, maxItems: retryLimits.count })),
  },
  closed,
)

const OrderSupport = Type.Object(
  {
    /** What is done when support is asked for an order that nobody registered; `reject` when left out. */
    unknownOrders: Type.Optional(Type.Enum(['reject', 'create'])),
    /** Of the tickets behind the sessions; the workflow's first when left out. */
    serviceLine: Type.Optional(Slug),
    /** The channel of the chats; the first of its kind when left out. */
    channel: Type.Optional(Slug),
    /** What a session shows that says nothing of its own. */
    faq: Type.Optional(
      Type.Object(
        { url: Type.String({ maxLength: 2048 }), mimeType: Type.Optional(Type.String({ maxLength: 100 })) },
        closed,
      ),
    ),
  },
  closed,
)

/** People, cases, quality and everything around the desk. */
export const deskParts = {
  capacity: Type.Optional(Capacity),
  presence: Type.Optional(Presence),
  cases: Type.Optional(Cases),
  scorecards: Type.Optional(bySlug(Scorecard)),
  mail: Type.Optional(Mail),
  deliveries: Type.Optional(Deliveries),
  orderSupport: Type.Optional(OrderSupport),
  checkpoints: Type.Optional(Checkpoints),
  platformPage: Type.Optional(PlatformPage),
  renames: Type.Optional(Renames),
}
