import { Type } from 'typebox'
import {
  createToken,
  getToken,
  listTokens,
  type NewToken,
  permissions,
  revokeToken,
  roleNames,
  rotateToken,
  type Token,
} from '../../modules/access/index.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requireKnownWords } from '../../modules/workflow/index.ts'
import { answer } from '../answer.ts'
import { defineCursor, pageFrom } from '../cursor.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, listQuery, nullable, oneOf, pageOf } from '../schemas.ts'
import { callbackSecretRoutes } from './tokens-callback-secret.ts'

const yearMs = 365 * 24 * 60 * 60 * 1000
const dayMs = 24 * 60 * 60 * 1000

const slugs = () => nullable(Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 100 }))

const tokenFields = {
  id: id('token'),
  name: Type.String(),
  kind: oneOf(['service', 'customer']),
  role: Type.String({ description: 'A built-in role, or `custom` with permissions of its own.' }),
  permissions: nullable(Type.Array(Type.String())),
  channels: nullable(Type.Array(Type.String())),
  queues: nullable(Type.Array(Type.String())),
  markets: nullable(Type.Array(Type.String(), { description: 'Slugs of markets.' })),
  franchisees: nullable(Type.Array(Type.String())),
  partnerId: nullable(id('partner')),
  integrationId: nullable(id('integration', { description: 'The way in of that partner that it is for.' })),
  customerId: nullable(id('customer')),
  prefix: Type.String({ description: 'The first letters of the secret, to tell tokens apart.' }),
  ratePerSecond: nullable(Type.Integer()),
  createdAt: instant(),
  expiresAt: nullable(instant()),
  lastUsedAt: nullable(instant()),
  revokedAt: nullable(instant()),
  version: Type.Integer(),
}

const tokenSchema = component('Token', tokenFields)
const newTokenSchema = component('NewToken', {
  ...tokenFields,
  token: Type.String({ description: 'The secret. It is shown this once and stored nowhere.' }),
})

const createBody = component('TokenCreate', {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  role: Type.Optional(oneOf(roleNames)),
  permissions: Type.Optional(Type.Array(oneOf(permissions), { minItems: 1, uniqueItems: true })),
  channels: Type.Optional(slugs()),
  queues: Type.Optional(slugs()),
  markets: Type.Optional(slugs()),
  franchisees: Type.Optional(slugs()),
  partnerId: Type.Optional(nullable(id('partner'))),
  customerId: Type.Optional(nullable(id('customer'))),
  expiresAt: Type.Optional(nullable(instant({ description: 'A year from now when left out; null never ends.' }))),
  ratePerSecond: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 100_000 }))),
})

const cursor = defineCursor('tokens', Type.String())

/** Service tokens: list, create, read, revoke, rotate; and the callback secret of the calling one. */
export function tokenRoutes(): Route[] {
  return [listRoute, createRoute, getRoute, revokeRoute, rotateRoute, ...callbackSecretRoutes()]
}

const exampleToken = {
  id: 'token_01jqzv5k3mf8tbn2c4d6e7g9ha',
  name: 'CRM',
  kind: 'service',
  role: 'agent',
  permissions: null,
  channels: ['email'],
  queues: null,
  markets: null,
  franchisees: null,
  partnerId: null,
  integrationId: null,
  customerId: null,
  prefix: 'sy_4fQz1a',
  ratePerSecond: null,
  createdAt: '2026-11-20T09:00:00.000Z',
  expiresAt: '2027-11-20T09:00:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
  version: 1,
}

const listRoute = defineRoute({
  method: 'GET',
  url: '/v1/tokens',
  operationId: 'listTokens',
  summary: 'List service tokens',
  description: 'Newest first; secrets are never shown again.',
  tag: 'access',
  permission: 'token:read',
  query: listQuery({}),
  answers: { 200: pageOf('TokenPage', tokenSchema) },
  example: { answer: { data: [exampleToken], page: { next: null } } },
  async handle({ context, query }) {
    const limit = query.limit ?? 50
    const tokens = await listTokens(context, { before: cursor.read(query.after), limit: limit + 1 })
    return pageFrom(tokens, limit, { next: (last) => cursor.write(last.id), item: presentToken })
  },
})

const createRoute = defineRoute({
  method: 'POST',
  url: '/v1/tokens',
  operationId: 'createToken',
  summary: 'Create a service token',
  description: 'Give a role or a list of permissions, and channels and queues when it may not touch all.',
  tag: 'access',
  permission: 'token:write',
  idempotency: 'none',
  body: createBody,
  answers: { 201: newTokenSchema },
  example: {
    body: { name: 'CRM', role: 'agent', channels: ['email'] },
    answer: { ...exampleToken, token: 'sy_4fQz1aB7cD8eF9gH0iJ1kL2mN3oP4q1xYz0A' },
  },
  async handle({ context, body }) {
    await requireKnownWords(context, body)
    const made = await createToken(context, {
      name: body.name,
      role: body.role ?? null,
      permissions: body.permissions ?? null,
      channels: body.channels ?? null,
      queues: body.queues ?? null,
      markets: body.markets ?? null,
      franchisees: body.franchisees ?? null,
      partnerId: body.partnerId ?? null,
      customerId: body.customerId ?? null,
      expiresAt: readExpiry(body.expiresAt, context.now() - context.workspace.clockOffsetMs),
      ratePerSecond: body.ratePerSecond ?? null,
    })
    return presentNewToken(made)
  },
})

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/tokens/:id',
  operationId: 'getToken',
  summary: 'Read a service token',
  tag: 'access',
  permission: 'token:read',
  params: Type.Object({ id: id('token') }),
  answers: { 200: tokenSchema },
  example: { params: { id: exampleToken.id }, answer: exampleToken },
  async handle({ context, params }) {
    return presentToken(found(await getToken(context, { tokenId: params.id })))
  },
})

const revokeRoute = defineRoute({
  method: 'DELETE',
  url: '/v1/tokens/:id',
  operationId: 'revokeToken',
  summary: 'Revoke a service token',
  description:
    'Refused everywhere within a second. Asking again is fine; 403 for one that may do more than the caller.',
  tag: 'access',
  permission: 'token:write',
  params: Type.Object({ id: id('token') }),
  answers: { 204: null },
  example: { params: { id: exampleToken.id } },
  async handle({ context, params }) {
    found(await revokeToken(context, { tokenId: params.id }))
    return answer(204)
  },
})

const rotateRoute = defineRoute({
  method: 'POST',
  url: '/v1/tokens/:id/rotate',
  operationId: 'rotateToken',
  summary: 'Replace a service token',
  description: 'Answers a successor with the same grant; the old token works on for the overlap, 24 hours unless said.',
  tag: 'access',
  permission: 'token:write',
  idempotency: 'none',
  params: Type.Object({ id: id('token') }),
  body: component('TokenRotate', {
    overlapSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 30 * 24 * 3600 })),
  }),
  answers: { 201: newTokenSchema },
  example: {
    params: { id: exampleToken.id },
    body: { overlapSeconds: 3600 },
    answer: { ...exampleToken, token: 'sy_4fQz1aB7cD8eF9gH0iJ1kL2mN3oP4q1xYz0A' },
  },
  async handle({ context, params, body }) {
    const overlapMs = body.overlapSeconds === undefined ? dayMs : body.overlapSeconds * 1000
    return presentNewToken(found(await rotateToken(context, { tokenId: params.id, overlapMs })))
  },
})

function readExpiry(text: string | null | undefined, nowMs: number): number | null {
  if (text === null) return null
  if (text === undefined) return nowMs + yearMs
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw refuseField('/expiresAt', 'format', 'This is not an instant.')
  return at
}

function found<T>(value: T | null): T {
  if (value === null) throw new AppError('not_found', 'There is no such token.')
  return value
}

function presentToken(token: Token) {
  return {
    ...token,
    id: encodeId('token', token.id),
    permissions: token.permissions === null ? null : [...token.permissions],
    channels: token.channels === null ? null : [...token.channels],
    queues: token.queues === null ? null : [...token.queues],
    markets: token.markets === null ? null : [...token.markets],
    franchisees: token.franchisees === null ? null : [...token.franchisees],
    partnerId: token.partnerId === null ? null : encodeId('partner', token.partnerId),
    integrationId: token.integrationId === null ? null : encodeId('integration', token.integrationId),
    customerId: token.customerId === null ? null : encodeId('customer', token.customerId),
    createdAt: instantText(token.createdAt),
    expiresAt: instantText(token.expiresAt),
    lastUsedAt: instantText(token.lastUsedAt),
    revokedAt: instantText(token.revokedAt),
  }
}

function presentNewToken({ token, secret }: NewToken) {
  return { ...presentToken(token), token: secret }
}
