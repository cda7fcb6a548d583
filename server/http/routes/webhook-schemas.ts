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

/** What may be said of a subscription when it is made or changed. */
export const webhookBody = {
  url,
  description: Type.Optional(description),
  eventTypes,
  channels: Type.Optional(slugs),
  queues: Type.Optional(slugs),
  order: Type.Optional(order),
}

const fields = {
  id: id('webhook'),
  url: Type.String(),
  description: nullable(Type.String()),
  eventTypes: Type.Array(Type.String()),
  channels: nullable(Type.Array(Type.String())),
  queues: nullable(Type.Array(Type.String())),
  order,
  status: oneOf(webhookStatuses, { description: '`degraded`: it fails; what is to be told waits for it.' }),
  disabledReason: nullable(
    oneOf(disabledReasons, { description: '`auto`: nothing but failures for 120 hours. `gone`: it answered 410.' }),
  ),
  failures: Type.Integer({ description: 'In a row.' }),
  lastSuccessAt: nullable(instant()),
  probeAt: nullable(instant({ description: 'When a failing endpoint is tried again.' })),
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
  secret: Type.String({ description: 'The new one, shown this once.' }),
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
  status: 'active' as const,
  disabledReason: null,
  failures: 0,
  lastSuccessAt: null,
  probeAt: null,
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
