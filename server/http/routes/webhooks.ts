import { Type } from 'typebox'
import {
  attemptDelays,
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  presentWebhook,
  updateWebhook,
} from '../../modules/deliveries/index.ts'
import { requireKnownWords } from '../../modules/workflow/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { answer } from '../answer.ts'
import { etagOf, expectedVersion, versionedAnswer } from '../etag.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, nullable, oneOf } from '../schemas.ts'
import { webhookActionRoutes } from './webhook-actions.ts'
import { exampleSecret, exampleWebhook, newWebhookSchema, webhookBody, webhookSchema } from './webhook-schemas.ts'

/** Subscriptions to events: list, create, read, change, delete; rotate, test, replay. */
export function webhookRoutes(): Route[] {
  return [listRoute, createRoute, getRoute, updateRoute, deleteRoute, ...webhookActionRoutes()]
}

const params = Type.Object({ id: id('webhook') })

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/webhooks',
  operationId: 'listWebhooks',
  summary: 'List subscriptions',
  description: 'All within your channels and queues, newest first; a workspace has at most 50.',
  tag: 'webhooks',
  permission: 'webhook:read',
  answers: {
    200: component('WebhookList', {
      data: Type.Array(webhookSchema),
      retrySeconds: Type.Array(Type.Number(), {
        description: 'The wait after each failure before the next attempt, for all deliveries of the workspace.',
      }),
    }),
  },
  example: {
    answer: {
      data: [exampleWebhook],
      retrySeconds: [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
    },
  },
  async handle({ context }) {
    const [, ...waits] = await attemptDelays(context)
    return { data: (await listWebhooks(context)).map(presentWebhook), retrySeconds: waits.map((ms) => ms / 1_000) }
  },
})

const createRoute = defineRoute({
  method: 'POST',
  url: '/v1/webhooks',
  operationId: 'createWebhook',
  summary: 'Subscribe an endpoint to events',
  description:
    'Told of what happens from now on, signed as Standard Webhooks says. `channels` and `queues` limit it to tickets that lie there.',
  tag: 'webhooks',
  permission: 'webhook:write',
  // The answer holds a secret, which is kept nowhere in the clear.
  idempotency: 'none',
  body: component('WebhookCreate', webhookBody),
  answers: { 201: newWebhookSchema },
  example: {
    body: { url: exampleWebhook.url, description: 'CRM', eventTypes: ['ticket.*', 'sla.breached'] },
    answer: { ...exampleWebhook, secret: exampleSecret },
  },
  async handle({ context, body }) {
    await requireKnownWords(context, body)
    const { webhook, key } = await createWebhook(context, {
      url: body.url,
      description: body.description ?? null,
      eventTypes: body.eventTypes,
      channels: body.channels ?? null,
      queues: body.queues ?? null,
      order: body.order ?? 'held',
      ratePerSecond: body.ratePerSecond ?? null,
    })
    const made = presentWebhook(webhook)
    const headers = { location: `/v1/webhooks/${made.id}`, etag: etagOf(made.id, made.version) }
    return answer(201, { ...made, secret: key.secret }, headers)
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/webhooks/:id',
  operationId: 'getWebhook',
  summary: 'Read a subscription',
  tag: 'webhooks',
  permission: 'webhook:read',
  params,
  answers: { 200: webhookSchema },
  example: { params: { id: exampleWebhook.id }, answer: exampleWebhook },
  async handle({ context, params: { id: webhookId } }) {
    // Never 304: how the endpoint does changes without a new version.
    return versionedAnswer({}, presentWebhook(found(await getWebhook(context, { webhookId }))))
  },
})

const updateRoute = defineRoute({
  method: 'PATCH',
  url: '/v1/webhooks/:id',
  operationId: 'updateWebhook',
  summary: 'Change a subscription',
  description:
    'Only what is named changes. `status: active` ends a pause of a failing endpoint and enables a disabled one, with `recoverSince` also telling what it missed since then (at most 14 days, 10,000 events); `status: disabled` ends what waits.',
  tag: 'webhooks',
  permission: 'webhook:write',
  params,
  body: component('WebhookUpdate', {
    ...webhookBody,
    url: Type.Optional(webhookBody.url),
    eventTypes: Type.Optional(webhookBody.eventTypes),
    status: Type.Optional(oneOf(['active', 'disabled'])),
    recoverSince: Type.Optional(nullable(instant({ description: 'Only with `status: active`.' }))),
  }),
  answers: { 200: webhookSchema },
  example: {
    params: { id: exampleWebhook.id },
    body: { eventTypes: ['ticket.*', 'sla.breached'] },
    answer: { ...exampleWebhook, version: 2 },
  },
  async handle({ context, params: { id: webhookId }, body: { status, recoverSince = null, ...changes }, request }) {
    await requireKnownWords(context, changes)
    if (recoverSince !== null && status !== 'active')
      throw new AppError('invalid', 'What was missed is told when the subscription becomes active.', {}, [
        { pointer: '/recoverSince', code: 'without_status', message: 'Send it with "status": "active".' },
      ])
    const version = expectedVersion(request.headers, encodeId('webhook', webhookId))
    const since = recoverSince === null ? null : Date.parse(recoverSince)
    const change = { webhookId, changes, status, recoverSince: since, expectedVersion: version }
    return versionedAnswer({}, presentWebhook(found(await updateWebhook(context, change))))
  },
})

const deleteRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/webhooks/:id',
  operationId: 'deleteWebhook',
  summary: 'Delete a subscription',
  description: 'What waits for it is not sent any more; what it was told stays readable for 30 days.',
  tag: 'webhooks',
  permission: 'webhook:write',
  params,
  answers: { 204: null },
  example: { params: { id: exampleWebhook.id } },
  async handle({ context, params: { id: webhookId }, request }) {
    const version = expectedVersion(request.headers, encodeId('webhook', webhookId))
    if (!(await deleteWebhook(context, { webhookId, expectedVersion: version }))) found(null)
    return answer(204)
  },
})

function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'There is no such subscription.')
  return value
}
