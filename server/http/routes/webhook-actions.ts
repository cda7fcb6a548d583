import { Type } from 'typebox'
import { presentDelivery, replayWebhook, rotateWebhookSecret, testWebhook } from '../../modules/deliveries/index.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant } from '../schemas.ts'
import { deliverySchema, exampleDelivery } from './deliveries.ts'
import { exampleSecret, exampleWebhook, presentWebhookKeys, webhookSecretSchema } from './webhook-schemas.ts'

const params = Type.Object({ id: id('webhook') })

/** What is done with a subscription: rotate its secret, test it, replay what it missed. */
export function webhookActionRoutes(): Route[] {
  return [rotateRoute, testRoute, replayRoute]
}

const rotateRoute = defineRoute({
  method: 'POST',
  url: '/v1/webhooks/:id/rotate',
  operationId: 'rotateWebhookSecret',
  summary: 'Replace the secret of a subscription',
  description:
    'The new one signs at once; the one before signs beside it for the overlap, 24 hours unless said, so that `webhook-signature` has one of each. Of more than three the oldest stops at once.',
  tag: 'webhooks',
  permission: 'webhook:write',
  idempotency: 'none',
  params,
  body: component('WebhookRotate', {
    overlapSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 7 * 24 * 3600, default: 24 * 3600 })),
  }),
  answers: { 200: webhookSecretSchema },
  example: {
    params: { id: exampleWebhook.id },
    body: { overlapSeconds: 3600 },
    answer: {
      keyId: 'key_01jqzv5k3mf8tbn2c4d6e7g9ha',
      secret: exampleSecret,
      createdAt: '2026-11-20T09:00:00.000Z',
      retiring: [{ keyId: 'key_01jqzv5k3mf8tbn2c4d6e7g9hb', retiresAt: '2026-11-20T10:00:00.000Z' }],
    },
  },
  async handle({ context, params: { id: webhookId }, body }) {
    const overlapMs = body.overlapSeconds === undefined ? undefined : body.overlapSeconds * 1000
    return presentWebhookKeys(found(await rotateWebhookSecret(context, { webhookId, overlapMs })))
  },
})

const testRoute = defineRoute({
  method: 'POST',
  url: '/v1/webhooks/:id/test',
  operationId: 'testWebhook',
  summary: 'Send a test event to a subscription',
  description:
    'A `webhook.test`, signed and recorded like any other delivery; a failing endpoint is tried at once. 409 while disabled.',
  tag: 'webhooks',
  permission: 'webhook:write',
  params,
  answers: { 202: deliverySchema },
  example: {
    params: { id: exampleWebhook.id },
    answer: {
      ...exampleDelivery,
      ticketId: null,
      webhookId: exampleWebhook.id,
      sequence: 1,
      type: 'webhook.test',
      url: exampleWebhook.url,
      state: 'pending',
      nextAttemptAt: '2026-11-20T09:00:00.000Z',
      endedAt: null,
      attempts: [],
    },
  },
  async handle({ context, params: { id: webhookId } }) {
    return presentDelivery(found(await testWebhook(context, { webhookId })))
  },
})

const replayRoute = defineRoute({
  method: 'POST',
  url: '/v1/webhooks/:id/replay',
  operationId: 'replayWebhook',
  summary: 'Send what a subscription missed',
  description:
    'Of what happened from `from` (14 days ago when left out) until before `to` (now): events that have no delivery get one, those that were given up begin their attempts anew, those delivered or still waiting stay. At most 14 days back and 10,000 events. 409 while disabled.',
  tag: 'webhooks',
  permission: 'webhook:write',
  params,
  query: Type.Object({ from: Type.Optional(instant()), to: Type.Optional(instant()) }),
  answers: { 202: component('WebhookReplay', { queued: Type.Integer({ description: 'Events to be sent.' }) }) },
  example: {
    params: { id: exampleWebhook.id },
    answer: { queued: 12 },
  },
  async handle({ context, params: { id: webhookId }, query }) {
    const from = query.from === undefined ? null : readInstant('from', query.from)
    const to = query.to === undefined ? null : readInstant('to', query.to)
    return { queued: found(await replayWebhook(context, { webhookId, from, to })) }
  },
})

function readInstant(pointer: string, text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw refuseField(pointer, 'format', 'This is not an instant.')
  return at
}

function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'There is no such subscription.')
  return value
}
