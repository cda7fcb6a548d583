import { Type } from 'typebox'
import { dryRunRequest } from '../../modules/intake/index.ts'
import { unitOf } from '../../modules/tickets/index.ts'
import { clockUnit } from '../clock-unit.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, instant, instantText, nullable, oneOf } from '../schemas.ts'
import { exampleRequest } from './ticket-example.ts'

/** Rehearsing a request: what would become of it, and why. */
export function dryRunRoutes(): Route[] {
  return [dryRunRoute]
}

const place = nullable(Type.Integer())

const DryRunRequest = Type.Object({
  channel: Type.String({ maxLength: 100 }),
  serviceLine: Type.Optional(Type.String({ maxLength: 100 })),
  language: Type.Optional(Type.String({ maxLength: 35 })),
  priority: Type.Optional(Type.String({ maxLength: 20 })),
  impact: Type.Optional(oneOf(['high', 'normal', 'low'])),
  urgency: Type.Optional(oneOf(['high', 'normal', 'low'])),
  type: Type.Optional(Type.String({ maxLength: 100 })),
  category: Type.Optional(Type.String({ maxLength: 100 })),
  issueSummary: Type.Optional(Type.String({ maxLength: 2000 })),
  message: Type.Optional(Type.String({ maxLength: 20_000 })),
  tags: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 50 })),
  affected: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 })),
  customerId: Type.Optional(Type.String({ maxLength: 200 })),
  callbackUrl: Type.Optional(Type.String({ maxLength: 2048 })),
})

const requirements = Type.Object({
  skills: Type.Record(Type.String(), Type.Number()),
  languages: Type.Array(Type.String()),
})

const DryRunAnswer = component('DryRun', {
  classification: Type.Object({
    queue: Type.String(),
    priority: Type.String(),
    type: nullable(Type.String()),
    category: nullable(Type.String()),
    classifiedBy: nullable(Type.String()),
    serviceLine: Type.String(),
    language: Type.String(),
    lifecycle: Type.String(),
    status: Type.String(),
    slaPolicy: nullable(Type.String()),
    tags: Type.Array(Type.String()),
    notify: Type.Array(Type.String()),
    requirements,
  }),
  queue: Type.Object({ slug: Type.String(), label: Type.String() }),
  requirements,
  clocks: Type.Array(
    Type.Object({ metric: Type.String(), unit: clockUnit(), targetMs: Type.Integer(), dueAt: nullable(instant()) }),
  ),
  trace: Type.Array(
    Type.Object({
      rule: Type.String(),
      matched: Type.Boolean(),
      effect: Type.String(),
      line: place,
      error: Type.Optional(Type.String()),
    }),
  ),
})

const dryRunRoute = defineRoute({
  method: 'POST',
  url: '/v1/workflow/dry-run',
  operationId: 'dryRunWorkflow',
  summary: 'Say what would become of a request',
  description:
    'Nothing is created. Under the workflow in force, or under the `document` sent with it; what creating a ticket would refuse is refused here.',
  tag: 'workflow',
  permission: 'workflow:read',
  idempotency: 'none',
  bodyLimit: 2 * 1024 * 1024,
  body: component('DryRunRequest', {
    request: DryRunRequest,
    document: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000_000, description: 'YAML.' })),
    at: Type.Optional(instant()),
  }),
  answers: { 200: DryRunAnswer },
  example: {
    body: { request: exampleRequest },
    answer: {
      classification: {
        queue: 'frontline',
        priority: 'normal',
        type: 'incident',
        category: 'user_system',
        classifiedBy: 'default',
        serviceLine: 'game-support',
        language: 'en',
        lifecycle: 'engineering',
        status: 'classified',
        slaPolicy: 'always-on',
        tags: [],
        notify: [],
        requirements: { skills: {}, languages: ['en'] },
      },
      queue: { slug: 'frontline', label: 'Frontline' },
      requirements: { skills: {}, languages: ['en'] },
      clocks: [{ metric: 'firstResponse', unit: 'hours', targetMs: 1_800_000, dueAt: '2026-11-20T09:30:00.000Z' }],
      trace: [{ rule: 'payment-words', matched: false, effect: '', line: 60 }],
    },
  },
  async handle({ context, body }) {
    const run = await dryRunRequest(context, {
      request: body.request,
      document: body.document ?? null,
      at: body.at === undefined ? null : Date.parse(body.at),
    })
    const { kind: _kind, trace: _trace, ...classification } = run.classification
    const plain = (wanted: typeof run.requirements) => ({
      skills: { ...wanted.skills },
      languages: [...wanted.languages],
    })
    return {
      classification: {
        ...classification,
        tags: [...classification.tags],
        notify: [...classification.notify],
        requirements: plain(classification.requirements),
      },
      queue: run.queue,
      requirements: plain(run.requirements),
      clocks: run.clocks.map((clock) => {
        const { metric, targetMs, dueAt } = clock
        return { metric, unit: unitOf(clock), targetMs, dueAt: instantText(dueAt) }
      }),
      trace: run.trace.map(({ rule, matched, effect, line, error }) => ({
        rule,
        matched,
        effect,
        line,
        ...(error !== undefined && { error }),
      })),
    }
  },
})
