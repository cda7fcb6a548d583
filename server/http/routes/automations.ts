import { Type } from 'typebox'
import {
  automationEvents,
  dryRunAutomations,
  listAutomationRuns,
  listAutomations,
  runOutcomes,
} from '../../modules/automations/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'
import {
  AutomationRunSchema,
  AutomationSchema,
  exampleAutomation,
  exampleRun,
  SomeControls,
} from './automation-schemas.ts'
import { exampleTicket } from './ticket-example.ts'

/** What happens to tickets by itself: the rules, what they did and why, and trying them out. */
export function automationRoutes(): Route[] {
  return [listRoute, runsRoute, dryRunRoute]
}

const byPlace = Type.Record(Type.String(), SomeControls)

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/automations',
  operationId: 'listAutomations',
  summary: 'List the automations in force',
  description:
    'In the order in which they are asked, each with how often it ran in the last 30 days; `first-response` is the answer ' +
    'to a new ticket. `controls` says how far automation may go: in the workflow as a whole, in channels and in queues.',
  tag: 'automations',
  permission: 'workflow:read',
  answers: {
    200: component('AutomationList', {
      workflowVersion: Type.Integer(),
      countedSince: instant(),
      data: Type.Array(AutomationSchema),
      controls: Type.Object({ workflow: SomeControls, channels: byPlace, queues: byPlace }),
    }),
  },
  example: {
    answer: {
      workflowVersion: 3,
      countedSince: '2026-10-21T09:00:00.000Z',
      data: [exampleAutomation],
      controls: {
        workflow: { firstResponse: 'suggest' },
        channels: { email: { firstResponse: 'send' } },
        queues: {},
      },
    },
  },
  async handle({ context }) {
    const { workflowVersion, since, automations, controls } = await listAutomations(context)
    const data = automations.map(({ rule, counts, does }) => ({
      key: rule.slug,
      name: rule.label,
      line: rule.line,
      on: [...rule.events],
      after:
        rule.time === null
          ? null
          : {
              seconds: Math.round(rule.time.afterMs / 1000),
              since: rule.time.since,
              in: [...rule.time.in],
              calendar: rule.time.calendar?.name ?? null,
            },
      when: rule.when?.whole.source ?? null,
      does: [...does],
      stops: rule.stops,
      off: rule.isOff,
      runs: {
        done: counts?.done ?? 0,
        failed: counts?.failed ?? 0,
        stopped: counts?.stopped ?? 0,
        lastAt: instantText(counts?.lastAt ?? null),
      },
    }))
    const plain = structuredClone(controls) as {
      workflow: object
      channels: Record<string, object>
      queues: Record<string, object>
    }
    return { workflowVersion, countedSince: instantText(since), data, controls: plain }
  },
})

const cursor = defineCursor('automation-runs', Type.String())

const runsRoute = defineRoute({
  method: 'GET',
  url: '/v1/automations/runs',
  operationId: 'listAutomationRuns',
  summary: 'List what automations did',
  description: 'Newest first, each with why it acted, could not, or was kept from it.',
  tag: 'automations',
  permission: 'event:read',
  query: listQuery({
    ticket: Type.Optional(id('ticket')),
    automation: Type.Optional(Type.String({ maxLength: 60 })),
    outcome: Type.Optional(oneOf(runOutcomes)),
  }),
  answers: { 200: pageOf('AutomationRunPage', AutomationRunSchema) },
  example: { answer: { data: [exampleRun], page: { next: null } } },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const filter = {
      ticketId: query.ticket ?? null,
      automation: query.automation ?? null,
      outcome: query.outcome ?? null,
    }
    const found = await listAutomationRuns(context, { filter, before: cursor.read(query.after), limit: limit + 1 })
    return pageFrom(found, limit, {
      next: (last) => cursor.write(last.id),
      item: (run) => ({
        id: encodeId('automationRun', run.id),
        automation: run.automation,
        ticket: { id: encodeId('ticket', run.ticketId), number: run.ticketNumber },
        on: run.onEvent as (typeof automationEvents)[number] | 'time',
        eventId: run.eventId === null ? null : encodeId('event', run.eventId),
        outcome: run.outcome,
        code: run.code,
        reason: run.reason,
        did: [...run.did],
        chain: [...run.chain],
        workflowVersion: run.workflowVersion,
        at: instantText(run.at),
      }),
    })
  },
})

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))

const TrialTicket = Type.Object({
  channel: Type.String({ maxLength: 100 }),
  serviceLine: text(100),
  language: text(35),
  priority: text(20),
  type: text(100),
  category: text(100),
  issueSummary: text(2000),
  message: text(20_000),
  tags: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 50 })),
  affected: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 })),
  fields: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  customer: Type.Optional(
    Type.Object({
      externalId: text(200),
      tier: text(100),
      language: text(35),
      attributes: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
  ),
})

const SupposedEvent = Type.Object({
  on: oneOf([...automationEvents, 'time']),
  from: text(60),
  to: text(60),
  fields: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 50 })),
  by: text(20),
  metric: text(40),
  percent: Type.Optional(Type.Number()),
  offsetMinutes: Type.Optional(Type.Number()),
  reason: text(100),
  text: Type.Optional(Type.String({ maxLength: 20_000, description: 'What is said.' })),
})

const dryRunRoute = defineRoute({
  method: 'POST',
  url: '/v1/automations/dry-run',
  operationId: 'dryRunAutomations',
  summary: 'Say which automations would act, and why',
  description:
    'Nothing is done. On a ticket there is (`ticketId`) or one described (`ticket`), for an event that is supposed to ' +
    'happen; `time` asks the rules that wait. Under the workflow in force, or under the `document` sent with it.',
  tag: 'automations',
  permission: 'workflow:read',
  idempotency: 'none',
  bodyLimit: 2 * 1024 * 1024,
  body: component('AutomationTrial', {
    ticketId: Type.Optional(id('ticket')),
    ticket: Type.Optional(TrialTicket),
    event: SupposedEvent,
    document: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000_000, description: 'YAML.' })),
  }),
  answers: {
    200: component('TriedAutomations', {
      workflowVersion: nullable(Type.Integer({ description: 'Null for a document not published.' })),
      data: Type.Array(
        Type.Object({
          automation: Type.String(),
          name: Type.String(),
          line: nullable(Type.Integer()),
          fires: Type.Boolean(),
          code: Type.String(),
          reason: Type.String(),
          does: Type.Array(Type.String()),
        }),
      ),
    }),
  },
  example: {
    body: { ticketId: exampleTicket.id, event: { on: 'ticket.created' } },
    answer: {
      workflowVersion: 3,
      data: [
        {
          automation: 'gold-customers-first',
          name: 'Gold customers do not wait as normal ones',
          line: 397,
          fires: false,
          code: 'condition_false',
          reason: 'Not so: customer.tier == "gold"',
          does: [],
        },
      ],
    },
  },
  async handle({ context, body }) {
    const { customer = null, ...request } = body.ticket ?? { channel: '' }
    const tried = await dryRunAutomations(context, {
      ticketId: body.ticketId ?? null,
      request: body.ticket === undefined ? null : request,
      customer,
      event: body.event,
      document: body.document ?? null,
    })
    if (tried === null) throw new AppError('not_found', 'There is no such ticket.')
    const data = tried.verdicts.map(({ rule, fires, code, text: reason, does }) => ({
      automation: rule.slug,
      name: rule.label,
      line: rule.line,
      fires,
      code,
      reason,
      does: [...does],
    }))
    return { workflowVersion: tried.workflowVersion, data }
  },
})
