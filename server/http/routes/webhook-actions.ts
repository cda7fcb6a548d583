import { Type } from 'typebox'
import {
  endWebhookOverlap,
  presentDelivery,
  previewReplay,
  type RecoveryKind,
  replayWebhook,
  revealWebhookSecret,
  rotateWebhookSecret,
  testWebhook,
} from '../../modules/deliveries/index.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, oneOf } from '../schemas.ts'
import { deliverySchema, exampleDelivery } from './deliveries.ts'
import { exampleSecret, exampleWebhook, presentWebhookKeys, webhookSecretSchema } from './webhook-schemas.ts'

const params = Type.Object({ id: id('webhook') })

/** What is done with a subscription: its secret rotated and shown, a test, a replay of what it missed. */
export function webhookActionRoutes(): Route[] {
  return [rotateRoute, endOverlapRoute, secretRoute, testRoute, previewRoute, replayRoute]
}

const rotateRoute = defineRoute({
  method: 'POST',
  url: '/v1/webhooks/:id/rotate',
  operationId: 'rotateWebhookSecret',
  summary: 'Replace the secret of a subscription',
  description:
    'The new one signs at once; the one before signs beside it for the overlap, 24 hours unless said, so that `webhook-signature` has one of each. 409 while an earlier overlap lasts, unless `force` is true: then of more than three the oldest stops at once.',
  tag: 'webhooks',
  permission: 'webhook:write',
  idempotency: 'none',
  params,
  body: component('WebhookRotate', {
    overlapSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 7 * 24 * 3600, default: 24 * 3600 })),
    force: Type.Optional(Type.Boolean({ default: false, description: 'Also while an earlier overlap lasts.' })),
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
    const rotation = { webhookId, overlapMs, isForced: body.force }
    return presentWebhookKeys(found(await rotateWebhookSecret(context, rotation)))
  },
})

const onlyKey = {
  keyId: 'key_01jqzv5k3mf8tbn2c4d6e7g9ha',
  secret: exampleSecret,
  createdAt: '2026-11-20T09:00:00.000Z',
  retiring: [],
}

const endOverlapRoute = defineRoute({
  method: 'POST',
  url: '/v1/webhooks/:id/end-overlap',
  operationId: 'endWebhookOverlap',
  summary: 'Let only the newest secret of a subscription sign',
  description: 'Ends the overlap of a rotation now; nothing happens when there is none. Answers the secret that signs.',
  tag: 'webhooks',
  permission: 'webhook:write',
  idempotency: 'none',
  params,
  answers: { 200: webhookSecretSchema },
  example: { params: { id: exampleWebhook.id }, answer: onlyKey },
  async handle({ context, params: { id: webhookId } }) {
    return presentWebhookKeys(found(await endWebhookOverlap(context, { webhookId })))
  },
})

const secretRoute = defineRoute({
  method: 'GET',
  url: '/v1/webhooks/:id/secret',
  operationId: 'revealWebhookSecret',
  summary: 'Read the secret of a subscription',
  description: 'Recorded in the audit trail as `callback_key.revealed`, so it takes the permission to change it.',
  tag: 'webhooks',
  permission: 'webhook:write',
  params,
  answers: { 200: webhookSecretSchema },
  example: { params: { id: exampleWebhook.id }, answer: onlyKey },
  async handle({ context, params: { id: webhookId } }) {
    return presentWebhookKeys(found(await revealWebhookSecret(context, { webhookId })))
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

const spanQuery = Type.Object({
  from: Type.Optional(instant()),
  to: Type.Optional(instant()),
  kind: Type.Optional(
    oneOf(['all', 'failed', 'missing'], {
      description: '`failed`: given up. `missing`: never queued, as while disabled or before it was made.',
    }),
  ),
})

const counts = {
  failed: Type.Integer({ description: 'Deliveries that were given up.' }),
  missing: Type.Integer({ description: 'Events that had no delivery.' }),
}

const previewRoute = defineRoute({
  method: 'GET',
  url: '/v1/webhooks/:id/replay',
  operationId: 'previewWebhookReplay',
  summary: 'Count what a replay would send',
  description: 'The same span as `POST`; sends nothing, and answers also while disabled.',
  tag: 'webhooks',
  permission: 'webhook:read',
  params,
  query: spanQuery,
  answers: { 200: component('WebhookReplayCounts', counts) },
  example: { params: { id: exampleWebhook.id }, answer: { failed: 2, missing: 10 } },
  async handle({ context, params: { id: webhookId }, query }) {
    return found(await previewReplay(context, { webhookId, ...spanOf(query) }))
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
  query: spanQuery,
  answers: {
    202: component('WebhookReplay', { queued: Type.Integer({ description: 'Events to be sent, in all.' }), ...counts }),
  },
  example: {
    params: { id: exampleWebhook.id },
    answer: { queued: 12, failed: 2, missing: 10 },
  },
  async handle({ context, params: { id: webhookId }, query }) {
    const done = found(await replayWebhook(context, { webhookId, ...spanOf(query) }))
    return { queued: done.failed + done.missing, ...done }
  },
})

function spanOf({ from, to, kind = 'all' }: { from?: string; to?: string; kind?: RecoveryKind }) {
  const at = (pointer: string, text: string | undefined) => (text === undefined ? null : readInstant(pointer, text))
  return { from: at('from', from), to: at('to', to), kind }
}

function readInstant(pointer: string, text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw refuseField(pointer, 'format', 'This is not an instant.')
  return at
}

function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'There is no such subscription.')
  return value
}
