import { Type } from 'typebox'
import { type CallbackKey } from '../../modules/access/index.ts'
import { deliveryOrders, disabledReasons, webhookStatuses } from '../../modules/deliveries/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { component, id, instant, instantText, nullable, oneOf, spokenText } from '../schemas.ts'

const url = Type.String({ minLength: 1, maxLength: 2_048, examples: ['https://crm.example.com/hooks'] })
const description = nullable(spokenText(200))
const eventTypes = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
  minItems: 1,
  maxItems: 50,
  uniqueItems: true,
  description: 'Types of events (`GET /v1/events/types`), `ticket.*` for all that begin so, or `*`.',
})
const slugs = nullable(
  Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 100, uniqueItems: true }),
)
const order = oneOf(deliveryOrders, {
  description:
    'About one ticket: `held` waits for earlier ones until their fourth failure, `strict` for ever, `unordered` never.',
})

const ratePerSecond = nullable(
  Type.Integer({
    minimum: 1,
    maximum: 500,
    description: 'Deliveries a second at most; what comes faster waits its turn. Null: as fast as it answers.',
  }),
)

/** What may be said of a subscription when it is made or changed. */
export const webhookBody = {
  url,
  description: Type.Optional(description),
  eventTypes,
  channels: Type.Optional(slugs),
  queues: Type.Optional(slugs),
  order: Type.Optional(order),
  ratePerSecond: Type.Optional(ratePerSecond),
}

const fields = {
  id: id('webhook'),
  url: Type.String(),
  description: nullable(Type.String()),
  eventTypes: Type.Array(Type.String()),
  channels: nullable(Type.Array(Type.String())),
  queues: nullable(Type.Array(Type.String())),
  order,
  ratePerSecond,
  status: oneOf(webhookStatuses, { description: '`degraded`: it fails; what is to be told waits for it.' }),
  disabledReason: nullable(
    oneOf(disabledReasons, { description: '`auto`: nothing but failures for 120 hours. `gone`: it answered 410.' }),
  ),
  failures: Type.Integer({ description: 'In a row.' }),
  lastSuccessAt: nullable(instant()),
  lastFailureAt: nullable(instant()),
  probeAt: nullable(instant({ description: 'When a failing endpoint is tried again.' })),
  health: Type.Object({
    waiting: Type.Integer({ description: 'Not delivered yet, counted to 10,000.' }),
    oldestWaitingAt: nullable(instant({ description: 'When the oldest of them was queued.' })),
    deliveries: Type.Integer({ description: 'The latest that were tried, 200 at most; the next three are of them.' }),
    delivered: Type.Integer(),
    dead: Type.Integer(),
    attempts: Type.Integer(),
  }),
  createdAt: instant(),
  updatedAt: instant(),
  version: Type.Integer(),
}

export const webhookSchema = component('Webhook', fields)

export const newWebhookSchema = component('NewWebhook', {
  ...fields,
  secret: Type.String({ description: 'Verifies `webhook-signature`, as Standard Webhooks says. Shown this once.' }),
})

export const webhookSecretSchema = component('WebhookSecret', {
  keyId: id('callbackKey'),
  secret: Type.String({ description: 'The one that verifies from now on.' }),
  createdAt: instant(),
  retiring: Type.Array(Type.Object({ keyId: id('callbackKey'), retiresAt: instant() }), {
    description: 'Keys before it that still sign beside it.',
  }),
})

export const exampleWebhook = {
  id: 'wh_01jqzv5k3mf8tbn2c4d6e7g9ha',
  url: 'https://crm.example.com/hooks',
  description: 'CRM',
  eventTypes: ['ticket.*', 'sla.breached'],
  channels: null,
  queues: null,
  order: 'held' as const,
  ratePerSecond: null,
  status: 'active' as const,
  disabledReason: null,
  failures: 0,
  lastSuccessAt: null,
  lastFailureAt: null,
  probeAt: null,
  health: { waiting: 0, oldestWaitingAt: null, deliveries: 0, delivered: 0, dead: 0, attempts: 0 },
  createdAt: '2026-11-20T09:00:00.000Z',
  updatedAt: '2026-11-20T09:00:00.000Z',
  version: 1,
}

export const exampleSecret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD5oVPdLiRWkM='

/** The live keys of a subscription, the newest first; only that one's secret is shown. */
export function presentWebhookKeys(keys: readonly CallbackKey[]) {
  const [current, ...retiring] = keys
  if (current === undefined) throw new Error('A subscription has no live key.')
  return {
    keyId: encodeId('callbackKey', current.id),
    secret: current.secret,
    createdAt: instantText(current.createdAt),
    retiring: retiring.map((key) => ({
      keyId: encodeId('callbackKey', key.id),
      retiresAt: instantText(key.retiresAt ?? current.createdAt),
    })),
  }
}
