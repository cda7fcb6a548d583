import type { AnySchemaObject } from 'ajv'

/**
 * The surface of the hand-off to partners, written down from what its partners have agreed on and apart from our own
 * routes: the two events, the categories of a guest's app, and what a partner's own side may answer.
 */
const text = { type: 'string' }
const word = { type: 'string', minLength: 1 }
const orNull = (schema: AnySchemaObject) => ({ anyOf: [schema, { type: 'null' }] })
const instant = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }
const region = { type: 'string', pattern: '^[A-Z]{2}$' }
const address = { type: 'string', pattern: '^https?://' }
const ticketType = { enum: ['STORE', 'GENERAL'] }

const closed = (properties: Record<string, AnySchemaObject | object>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
})

const data = {
  id: { type: 'string', pattern: '^ticket_' },
  type: ticketType,
  category: word,
  categoryId: word,
  subcategory: word,
  subcategoryId: word,
  // A text: leading zeros count.
  knowledgeForceIssueId: orNull(word),
  comments: text,
  source: word,
  storeId: orNull(word),
  order: orNull(closed({ id: word, placedAt: orNull(instant), serviceMode: orNull(word), status: orNull(word) })),
  customer: orNull(closed({ id: word, name: word, email: word, phone: word }, ['id', 'name', 'email', 'phone'])),
  submittedAt: instant,
}

/** An event's body; its name and the type of its ticket are one. */
export const partnerEventSchema: AnySchemaObject = {
  ...closed({
    eventType: { enum: ['STORE_SUPPORT_TICKET_EVENT', 'GENERAL_SUPPORT_TICKET_EVENT'] },
    eventTime: instant,
    brand: word,
    region,
    callbackUrl: address,
    data: closed(data),
  }),
  oneOf: ['STORE', 'GENERAL'].map((type) => ({
    type: 'object',
    properties: {
      eventType: { const: `${type}_SUPPORT_TICKET_EVENT` },
      data: { type: 'object', properties: { type: { const: type } } },
    },
  })),
}

const decision = closed({
  outcome: { enum: ['forwarded', 'internal', 'no_subscriber', 'own_submission'] },
  configuredType: ticketType,
  resolvedType: ticketType,
  reason: orNull({ enum: ['no_order', 'late', 'no_store_subscriber'] }),
  explanation: { type: 'array', minItems: 2, items: closed({ code: word, text: word }) },
})

const line = {
  ...data,
  number: { type: 'integer' },
  version: { type: 'integer' },
  role: { enum: ['receiver', 'raiser'] },
  brand: word,
  region,
  state: orNull(word),
  offeredUntil: orNull(instant),
  status: word,
  statusCategory: word,
  externalId: orNull(word),
  handoff: decision,
  createdAt: instant,
  updatedAt: instant,
}

/** A ticket as its partner reads it. */
export const partnerTicketSchema: AnySchemaObject = closed({
  ...line,
  messages: { type: 'array', items: { type: 'object', properties: { visibility: { enum: ['public', 'partner'] } } } },
})

const eventType = { enum: ['STORE_SUPPORT_TICKET_EVENT', 'GENERAL_SUPPORT_TICKET_EVENT'] }
const webhookId = { type: 'string', pattern: '^wh_' }
const partner = closed({ id: word, slug: word, name: word })

/** Where a partner is told. */
const webhook = closed({
  id: webhookId,
  type: eventType,
  brand: word,
  region,
  storeId: orNull(word),
  franchisee: orNull(word),
  url: address,
  acceptance: { enum: ['receipt', 'explicit'] },
  acceptWithinSeconds: { type: 'integer' },
  echoesOwn: { type: 'boolean' },
  partner,
  integrationId: orNull(word),
  status: { enum: ['active', 'degraded', 'disabled'] },
  disabledReason: orNull(word),
  createdAt: instant,
  updatedAt: instant,
  version: { type: 'integer' },
})
export const partnerWebhookSchema: AnySchemaObject = webhook

const listOf = (items: AnySchemaObject): AnySchemaObject =>
  closed({ data: { type: 'array', maxItems: 100, items }, meta: closed({ cursor: orNull(word) }) })
export const partnerTicketsSchema = listOf(closed(line))
export const partnerWebhooksSchema = listOf(webhook)

/** What a guest may ask for help with. */
export const categoriesSchema: AnySchemaObject = closed({
  market: word,
  version: { type: 'integer' },
  locale: word,
  categories: {
    type: 'array',
    items: closed({
      id: word,
      name: word,
      ticketType,
      subcategories: {
        type: 'array',
        items: closed({
          id: word,
          name: word,
          knowledgeForceIssueId: orNull(word),
          allowRecentOrder: { type: 'boolean' },
        }),
      },
    }),
  },
})

/** What a guest's app is answered. */
export const takenSchema: AnySchemaObject = closed({
  id: data.id,
  number: { type: 'integer' },
  type: ticketType,
  status: word,
  storeId: orNull(word),
  handoff: decision,
  submittedAt: instant,
})

/** The brands and regions a partner has a way in for. */
export const partnerIntegrationsSchema = listOf(
  closed({
    id: { type: 'string', pattern: '^int_' },
    name: word,
    brand: word,
    region,
    createdAt: instant,
    tokens: {
      type: 'array',
      items: closed({ id: { type: 'string', pattern: '^token_' }, prefix: word, lastUsedAt: orNull(instant) }),
    },
  }),
)

const attempt = {
  type: 'object',
  properties: { status: orNull({ type: 'integer' }), startedAt: instant },
  required: ['status', 'startedAt'],
}
const delivery = {
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^dlv_' },
    ticketId: orNull(data.id),
    webhookId,
    eventId: { type: 'string', pattern: '^evt_' },
    // A test of the endpoint is no ticket's.
    type: { enum: ['STORE_SUPPORT_TICKET_EVENT', 'GENERAL_SUPPORT_TICKET_EVENT', 'webhook.test'] },
    url: address,
    state: { enum: ['pending', 'delivered', 'dead', 'cancelled', 'quarantined'] },
    attempts: { type: 'array', items: attempt },
    createdAt: instant,
  },
  required: ['id', 'ticketId', 'webhookId', 'eventId', 'type', 'url', 'state', 'attempts', 'createdAt'],
}
/** What a partner was told, one delivery with its attempts. */
export const partnerDeliverySchema: AnySchemaObject = delivery
export const partnerDeliveriesSchema = listOf(delivery)
/** The same with the text that was sent. */
export const partnerDeliveryDetailSchema: AnySchemaObject = {
  ...delivery,
  properties: { ...delivery.properties, body: word },
  required: [...delivery.required, 'body'],
}

const exchange = {
  probe: { enum: ['signed', 'forged', 'repeated', 'broken', 'resumed', 'later', 'earlier', 'unknown', 'burst'] },
  startedAt: instant,
  durationMs: { type: 'integer', minimum: 0 },
  status: orNull({ type: 'integer' }),
  errorClass: orNull(word),
  externalId: orNull(word),
  response: orNull(text),
}
const certification = {
  id: { type: 'string', pattern: '^cert_' },
  state: { enum: ['running', 'passed', 'failed', 'unproven', 'stopped'] },
  type: eventType,
  brand: word,
  region,
  storeId: orNull(word),
  franchisee: orNull(word),
  partner,
  webhookId,
  url: address,
  current: { type: 'boolean' },
  checks: orNull({
    type: 'array',
    minItems: 6,
    items: closed({
      check: { enum: ['signature', 'idempotency', 'retry', 'order', 'gone', 'slow'] },
      verdict: { enum: ['passed', 'failed', 'unproven'] },
      text: word,
    }),
  }),
  createdAt: instant,
  endedAt: orNull(instant),
}
/** A rehearsal of a partner's endpoint. */
export const certificationSchema: AnySchemaObject = closed({
  ...certification,
  exchanges: { type: 'array', items: closed(exchange) },
})
export const certificationsSchema = listOf(certificationSchema)
/** The same with each event as it was sent. */
export const certificationDetailSchema: AnySchemaObject = closed({
  ...certification,
  exchanges: { type: 'array', items: closed({ ...exchange, eventId: orNull(word), request: orNull(word) }) },
})

/** A refusal: a problem (RFC 9457) with a code for programs and, where members are wrong, each of them. */
export const problemSchema: AnySchemaObject = {
  type: 'object',
  properties: {
    type: word,
    title: word,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: word,
    code: { type: 'string', pattern: '^[a-z_]+$' },
    requestId: word,
    errors: { type: 'array', minItems: 1, items: closed({ pointer: text, code: word, message: word }) },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
}
