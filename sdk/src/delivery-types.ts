import type { components } from './schema.gen.d.ts'

/** Subscriptions and what was told, as the reference describes them. */
type Schemas = components['schemas']

export type Webhook = Schemas['Webhook']
export type NewWebhook = Schemas['NewWebhook']
export type WebhookCreate = Schemas['WebhookCreate']
export type WebhookSecret = Schemas['WebhookSecret']
export type WebhookReplay = Schemas['WebhookReplay']
export type WebhookReplayCounts = Schemas['WebhookReplayCounts']
export type Delivery = Schemas['Delivery']
export type DeliveryDetail = Schemas['DeliveryDetail']
export type DeliveryAttempt = Schemas['DeliveryAttempt']
export type DeliveryState = Delivery['state']
export type FailingOrigin = Schemas['FailingOriginList']['data'][number]
