import type { AnySchemaObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'

/**
 * The support surface of the E-Marketplace building block (0.2) and Beckn, written down from the specification and apart
 * from our own routes: what the seven operations and the pair may answer.
 */
const text = { type: 'string' }
const coded = { type: 'array', items: { type: 'object', properties: { code: text, name: text } } }

const descriptor = {
  type: 'object',
  properties: { name: text, code: text, short_desc: text, long_desc: text },
}

export const agentSchema: AnySchemaObject = {
  type: 'object',
  properties: {
    id: text,
    person: { type: 'object', properties: { name: text, languages: coded, skills: coded } },
    contact: { type: 'object', properties: { phone: text, email: text } },
    organization: { type: 'object', properties: { descriptor, address: text } },
    rating: { type: 'string', pattern: '^[0-9]+([.][0-9]+)?$' },
  },
  additionalProperties: false,
}

export const supportSchema: AnySchemaObject = {
  type: 'object',
  properties: {
    descriptor,
    order_id: text,
    callback_phone: text,
    chat: {
      type: 'object',
      properties: { url: { type: 'string', pattern: '^https?://' }, session_id: text },
      required: ['url', 'session_id'],
      additionalProperties: false,
    },
    faq: {
      type: 'object',
      properties: { url: text, mime_type: text },
      required: ['url'],
      additionalProperties: false,
    },
    agent: agentSchema,
  },
  // Ours always say which order and which chat they are of.
  required: ['order_id', 'chat'],
  additionalProperties: false,
}

const errorMembers = {
  code: { type: 'string', pattern: '^[0-9]{5}$' },
  paths: text,
  message: { type: 'string', minLength: 1 },
}

/** A refusal of the seven operations: Beckn's error, and a problem (RFC 9457) by its other members. */
export const refusalSchema: AnySchemaObject = {
  type: 'object',
  properties: {
    ...errorMembers,
    type: text,
    title: text,
    status: { type: 'integer', minimum: 400 },
    detail: text,
    requestId: text,
  },
  required: ['code', 'message', 'type', 'title', 'status', 'detail', 'requestId'],
}

const ack = (status: 'ACK' | 'NACK') => ({
  type: 'object',
  properties: {
    ack: {
      type: 'object',
      properties: { status: { const: status } },
      required: ['status'],
      additionalProperties: false,
    },
  },
  required: ['ack'],
  additionalProperties: false,
})

export const ackSchema: AnySchemaObject = {
  type: 'object',
  properties: { message: ack('ACK') },
  required: ['message'],
  additionalProperties: false,
}

export const nackSchema: AnySchemaObject = {
  type: 'object',
  properties: {
    message: ack('NACK'),
    error: { type: 'object', properties: errorMembers, required: ['code', 'message'], additionalProperties: false },
  },
  required: ['message', 'error'],
  additionalProperties: false,
}

const ajv = new Ajv2020({ strict: true, strictRequired: false })

/** Throws with what is wrong where a value is not what the surface says. */
export function requireShape(schema: AnySchemaObject, value: unknown): void {
  if (!ajv.validate(schema, value)) throw new Error(`${ajv.errorsText(ajv.errors)}\n${JSON.stringify(value)}`)
}
