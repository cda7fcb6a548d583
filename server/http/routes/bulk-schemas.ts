import { Type } from 'typebox'
import { bulkOutcomes, bulkStates, lastingParts, mostTickets } from '../../modules/bulk/index.ts'
import { component, id, instant, language, nullable, oneOf } from '../schemas.ts'

const weight = () => Type.Optional(nullable(oneOf(['high', 'normal', 'low'])))
const slug = () => Type.Optional(Type.String({ minLength: 1, maxLength: 100 }))
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const tags = () => Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 }))

/** What is done to each ticket: one of the members. */
const Action = component(
  'BulkAction',
  {
    transition: Type.Optional(
      Type.Object({
        to: Type.String({ minLength: 1, maxLength: 100 }),
        note: text(20_000),
        cause: Type.Optional(Type.Object({ code: text(100), text: text(4000) })),
        correction: Type.Optional(Type.Object({ text: text(4000), change: text(400) })),
        solutionCheck: Type.Optional(oneOf(['passed', 'failed'])),
        resolution: text(4000),
      }),
    ),
    assign: Type.Optional(Type.Object({ agentId: id('agent') })),
    unassign: Type.Optional(Type.Boolean({ const: true })),
    update: Type.Optional(
      Type.Object({
        type: slug(),
        category: slug(),
        priority: slug(),
        impact: weight(),
        urgency: weight(),
        priorityReason: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 400 }))),
        language: Type.Optional(language()),
        queue: slug(),
      }),
    ),
    tags: Type.Optional(Type.Object({ add: tags(), remove: tags() })),
    reply: Type.Optional(
      Type.Object(
        {
          body: Type.String({ minLength: 1, maxLength: 20_000 }),
          visibility: Type.Optional(oneOf(['public', 'internal'], { default: 'public' })),
        },
        { description: 'Said on each ticket on which nothing public was said since they were chosen.' },
      ),
    ),
    snooze: Type.Optional(
      Type.Object(
        { until: nullable(instant({ description: 'In the next 366 days; null takes them up again.' })) },
        { description: 'Puts them aside. One that is live or has ended is refused.' },
      ),
    ),
    applyMacro: Type.Optional(
      Type.Object(
        { key: Type.String({ minLength: 1, maxLength: 60 }), body: text(20_000) },
        { description: 'What it says is filled in for each ticket, in its language; `body` stands in its place.' },
      ),
    ),
  },
  { description: 'Exactly one member says what is done.' },
)

export const BulkChange = component('BulkChange', {
  q: Type.Optional(Type.String({ maxLength: 1000, description: 'The search grammar of the ticket list.' })),
  view: Type.Optional(Type.String({ maxLength: 60, description: 'The id or slug of a view: with `q`, or alone.' })),
  ids: Type.Optional(Type.Array(id('ticket'), { minItems: 1, maxItems: mostTickets })),
  action: Action,
  dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Answers what it would do and does nothing.' })),
})

const lasting = () =>
  Type.Array(oneOf(lastingParts), { description: 'What was said, opened or told stays when it is undone.' })

const Brief = Type.Object({ id: id('ticket'), number: Type.Integer(), issueSummary: Type.String() })

export const BulkPreviewSchema = component('BulkPreview', {
  total: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer({ description: 'They are as asked for already.' }),
  refused: Type.Integer(),
  notFound: Type.Integer({ description: 'Of `ids`: not there, or not yours to see.' }),
  refusals: Type.Array(
    Type.Object({
      code: Type.String(),
      detail: Type.String(),
      count: Type.Integer(),
      tickets: Type.Array(Brief, { description: 'The first ten.' }),
    }),
  ),
  sample: Type.Array(
    Type.Object({
      ticket: Brief,
      changes: Type.Array(Type.Object({ field: Type.String(), from: Type.Unknown(), to: Type.Unknown() })),
      says: nullable(Type.String({ description: 'What would be said on it.' })),
      automations: nullable(
        Type.Array(
          Type.Object({
            automation: Type.String(),
            label: Type.String(),
            on: Type.String({ description: 'The event it would act on.' }),
            does: Type.Array(Type.String()),
          }),
          {
            description:
              'Rules that would act on it at once, in their order; those that wait for time or a clock are not asked. ' +
              'Null for who may not read the workflow.',
          },
        ),
      ),
    }),
    { description: 'The first ten that would change.' },
  ),
  canUndo: Type.Boolean({ description: 'Whether undoing it would give anything back.' }),
  lasting: lasting(),
})

const counts = Object.fromEntries(bulkOutcomes.map((outcome) => [outcome, Type.Integer()])) as Record<
  (typeof bulkOutcomes)[number],
  ReturnType<typeof Type.Integer>
>

export const BulkSchema = component('Bulk', {
  id: id('bulk'),
  state: oneOf(bulkStates),
  action: Type.Record(Type.String(), Type.Unknown()),
  q: nullable(Type.String()),
  view: nullable(Type.String()),
  by: Type.Object({ kind: Type.String(), name: Type.String() }),
  total: Type.Integer(),
  ...counts,
  notFound: Type.Integer(),
  canUndo: Type.Boolean(),
  lasting: lasting(),
  createdAt: instant(),
  finishedAt: nullable(instant()),
  undoableUntil: nullable(instant()),
  undoneAt: nullable(instant()),
})

export const BulkTicketSchema = component('BulkTicket', {
  ticket: Brief,
  outcome: oneOf(bulkOutcomes),
  code: nullable(Type.String({ description: 'Why it was refused, or kept when the change was undone.' })),
  detail: nullable(Type.String()),
})
