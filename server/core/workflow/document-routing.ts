import { Type } from 'typebox'
import { ControlsSchema } from './document-automations.ts'
import {
  bySlug,
  Cel,
  closed,
  Duration,
  KindWord,
  Label,
  Language,
  Markdown,
  OneOrMore,
  perKind,
  PriorityWord,
  Skills,
  Slug,
} from './document-parts.ts'
import { rolloutMeasures } from './judge-rollout.ts'

const Languages = Type.Array(Language, { minItems: 1 })

const Rule = Type.Object(
  {
    id: Slug,
    when: Cel,
    continue: Type.Optional(Type.Boolean()),
    set: Type.Optional(
      Type.Object(
        {
          queue: Type.Optional(Slug),
          priority: Type.Optional(PriorityWord),
          type: Type.Optional(Slug),
          category: Type.Optional(Slug),
          slaPolicy: Type.Optional(Slug),
        },
        closed,
      ),
    ),
    require: Type.Optional(Type.Object({ skills: Type.Optional(Skills), language: Type.Optional(Languages) }, closed)),
    tag: Type.Optional(OneOrMore),
    notify: Type.Optional(OneOrMore),
  },
  closed,
)

const Ageing = Type.Object(
  {
    base: Type.Number({ minimum: 0, title: 'a score of 0 or more', problem: 'out_of_range' }),
    slope: Type.Optional(Type.Number({ minimum: 0, title: 'points per minute, 0 or more', problem: 'out_of_range' })),
    cap: Type.Optional(Type.Number({ minimum: 0, title: 'a score of 0 or more', problem: 'out_of_range' })),
  },
  closed,
)

const AskedLanguages = Type.Union([Languages, Type.Enum(['any'])], {
  title: 'a list of languages such as [en, pt-BR], or any',
  problem: 'bad_language',
})

/** The clock of `at` is the age of the task. */
const Relax = Type.Object(
  {
    at: Duration,
    language: Type.Optional(AskedLanguages),
    skills: Type.Optional(Skills),
    drop: Type.Optional(OneOrMore),
    widen: Type.Optional(Cel),
  },
  closed,
)

const Count = Type.Integer({ minimum: 0, title: 'a whole number of 0 or more', problem: 'out_of_range' })

/** One condition (`after` is task age, `estimate` the wait still to come) and one target. */
const Overflow = Type.Object(
  {
    after: Type.Optional(Duration),
    above: Type.Optional(Count),
    estimate: Type.Optional(Duration),
    when: Type.Optional(Type.Enum(['nobodyEligible', 'closed'])),
    to: Type.Optional(Slug),
    partner: Type.Optional(Slug),
    skipIf: Type.Optional(Type.Enum(['nobodyCanTake'])),
  },
  closed,
)

const Queue = Type.Object(
  {
    label: Label,
    notes: Type.Optional(Markdown),
    team: Type.Optional(Slug),
    members: Type.Optional(Cel),
    rank: Type.Optional(Type.Enum(['longest-idle', 'least-loaded', 'best-match', 'round-robin', 'expression'])),
    rankBy: Type.Optional(Cel),
    hours: Type.Optional(Slug),
    offerTimeout: Type.Optional(Duration),
    /** Who declined a task, or gave it back, is not asked for it again before that; who let an offer run out. */
    declineCooldown: Type.Optional(Duration),
    missCooldown: Type.Optional(Duration),
    maxWait: Type.Optional(Duration),
    kind: Type.Optional(KindWord),
    ageing: Type.Optional(
      Type.Object(
        {
          critical: Type.Optional(Ageing),
          high: Type.Optional(Ageing),
          normal: Type.Optional(Ageing),
          low: Type.Optional(Ageing),
        },
        closed,
      ),
    ),
    deadlineWeight: Type.Optional(Type.Number({ minimum: 0, title: 'a number of 0 or more', problem: 'out_of_range' })),
    relax: Type.Optional(Type.Array(Relax)),
    overflow: Type.Optional(Type.Array(Overflow)),
    messageQueue: Type.Optional(Slug),
    fairnessGap: Type.Optional(Count),
    preferredAgent: Type.Optional(Duration),
    lastAgent: Type.Optional(Duration),
    lastAgentWithin: Type.Optional(Duration),
    abandonedCalls: Type.Optional(Type.Enum(['close', 'callback', 'keep'])),
    wrapup: Type.Optional(Duration),
    wrapupHolds: Type.Optional(Duration),
    pauseFreesCapacity: Type.Optional(Type.Boolean()),
    automation: Type.Optional(ControlsSchema),
  },
  closed,
)

/** Tasks outside the share wait by the queues of version `from`; that one is in force again when a measure gets worse. */
const Rollout = Type.Object(
  {
    from: Type.Integer({ minimum: 1, title: 'the number of a published version', problem: 'out_of_range' }),
    share: Type.Integer({ minimum: 1, maximum: 99, title: 'a whole percentage from 1 to 99', problem: 'out_of_range' }),
    returnWhen: Type.Optional(
      Type.Array(
        Type.Object(
          {
            measure: Type.Enum([...rolloutMeasures]),
            worseBy: Type.Integer({
              minimum: 0,
              title: 'a percentage of the value of the other tasks',
              problem: 'out_of_range',
            }),
            atLeast: Type.Integer({ minimum: 1, title: 'a whole number of 1 or more', problem: 'out_of_range' }),
          },
          closed,
        ),
      ),
    ),
  },
  closed,
)

/** Which queue a request joins and how it leaves it. */
export const RoutingSchema = Type.Object(
  {
    otherwise: Slug,
    requireLanguage: Type.Optional(Type.Boolean()),
    /** How long an offer of a kind of task stands, whatever its queue says. */
    offerTimeout: Type.Optional(perKind(Duration)),
    /** Where messages that overflow leaves are worked, unless their queue names another. */
    messageQueue: Type.Optional(Slug),
    rollout: Type.Optional(Rollout),
    rules: Type.Array(Rule),
    queues: bySlug(Queue),
  },
  closed,
)
