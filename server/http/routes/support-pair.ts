import { Type } from 'typebox'
import { rate, ratingCategories, requestSupport } from '../../modules/order-support/index.ts'
import { becknErrorOf } from '../beckn-problem.ts'
import type { Problem } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, instant, oneOf } from '../schemas.ts'
import { exampleSupport, SupportSchema } from './support-schemas.ts'

/** Beckn's asynchronous messages: `support`, answered by `on_support`, and `rating`. No signatures of Beckn. */
export function supportPairRoutes({ publicUrl }: { publicUrl: string }): Route[] {
  return [requestRoute(publicUrl), ratingRoute]
}

const contextOf = <const Action extends string>(action: Action) =>
  Type.Object(
    {
      action: Type.Literal(action),
      transaction_id: Type.String({ minLength: 1, maxLength: 100 }),
      message_id: Type.String({ minLength: 1, maxLength: 100 }),
      timestamp: instant(),
      bap_uri: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
    },
    { additionalProperties: true, description: 'Beckn’s Context; it goes back whole.' },
  )

const ack = <const Status extends string>(status: Status) =>
  Type.Object({ ack: Type.Object({ status: Type.Literal(status) }) })

const AckSchema = component('Ack', { message: ack('ACK') })
const NackSchema = component('Nack', {
  message: ack('NACK'),
  error: Type.Object({ code: Type.String(), paths: Type.Optional(Type.String()), message: Type.String() }),
})

const accepted = { message: { ack: { status: 'ACK' as const } } }

function nack(problem: Problem) {
  const body = { message: { ack: { status: 'NACK' } }, error: becknErrorOf(problem) }
  return { status: problem.status, body }
}

const refusals = [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503] as const
const answers = { 200: AckSchema, ...(Object.fromEntries(refusals.map((status) => [status, NackSchema])) as object) }

const shared = { method: 'POST', tag: 'order support', permission: 'chat:write', shapeProblem: nack, answers } as const

const exampleContext = {
  transaction_id: '7a4d3c1e-0f6b-4b0a-9a55-2f2b6f7c9e10',
  message_id: '1c0f9a52-2d0b-4a9a-8f6f-4b7f5a1f3d21',
  timestamp: '2026-11-20T09:00:00.000Z',
  bap_uri: 'https://bap.example/beckn',
}

const requestRoute = (publicUrl: string) =>
  defineRoute({
    ...shared,
    url: '/support',
    operationId: 'requestSupport',
    summary: 'Ask for the support of an order, to be told by `on_support`',
    description:
      'ACK: the open session of the order, or a new one by what the message says, is sent to `<bap_uri>/on_support`, ' +
      'signed and repeated like every callback; without `bap_uri` subscribers of `support.*` hear of it. NACK: nothing ' +
      'happened, and `error` says why.',
    body: component('SupportMessage', {
      context: contextOf('support'),
      message: Type.Object({ support: SupportSchema }),
    }),
    example: {
      body: {
        context: { action: 'support', ...exampleContext },
        message: { support: { order_id: 'ORD-500123', descriptor: exampleSupport.descriptor } },
      },
      answer: accepted,
    },
    async handle({ context, body }) {
      await requestSupport(context, { context: body.context, support: body.message.support, publicUrl })
      return accepted
    },
  })

const ratingRoute = defineRoute({
  ...shared,
  url: '/rating',
  operationId: 'rate',
  summary: 'Rate an order, an agent or the support of an order',
  description:
    'From 1 to 5, fractions allowed; a message that comes again counts once. Averages are totals over counts: an agent’s ' +
    'is its `rating`, an order’s stands in the order. `id` is an order’s (also of its support), or an `agent_` id.',
  body: component('RatingMessage', {
    context: contextOf('rating'),
    message: Type.Object({
      ratings: Type.Array(
        Type.Object({
          rating_category: oneOf(ratingCategories),
          id: Type.String({ minLength: 1, maxLength: 200 }),
          value: Type.String({ minLength: 1, maxLength: 20 }),
        }),
        { minItems: 1, maxItems: 20 },
      ),
    }),
  }),
  example: {
    body: {
      context: { action: 'rating', ...exampleContext },
      message: { ratings: [{ rating_category: 'Order', id: 'ORD-500123', value: '4.5' }] },
    },
    answer: accepted,
  },
  async handle({ context, body }) {
    await rate(context, { messageId: body.context.message_id, ratings: body.message.ratings })
    return accepted
  },
})
