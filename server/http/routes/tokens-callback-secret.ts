import { Type } from 'typebox'
import { type CallbackSecret, getCallbackSecret, rotateCallbackSecret } from '../../modules/access/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { defineRoute, type Route } from '../route.ts'
import { component, id, instant, instantText, oneOf } from '../schemas.ts'

const secretSchema = component('CallbackSecret', {
  ownerKind: oneOf(['partner', 'token', 'workspace'], {
    description: 'A partner’s tokens share one key, never two partners.',
  }),
  ownerId: Type.String(),
  keyId: id('callbackKey'),
  secret: Type.String({ description: 'Verifies `webhook-signature` as Standard Webhooks says.' }),
  createdAt: instant(),
  retiring: Type.Array(Type.Object({ keyId: id('callbackKey'), secret: Type.String(), retiresAt: instant() }), {
    description: 'Keys before it that still sign beside it, so that a receiver may change at its own time.',
  }),
})

const example = {
  ownerKind: 'token',
  ownerId: 'token_01jqzv5k3mf8tbn2c4d6e7g9ha',
  keyId: 'key_01jqzv5k3mf8tbn2c4d6e7g9ha',
  secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD5oVPdLiRWkM=',
  createdAt: '2026-11-20T09:00:00.000Z',
  retiring: [],
}

/** The secret that signs the calling token's callbacks. */
export function callbackSecretRoutes(): Route[] {
  return [getRoute, rotateRoute]
}

const getRoute = defineRoute({
  method: 'GET',
  url: '/v1/tokens/self/callback-secret',
  operationId: 'getCallbackSecret',
  summary: 'Read the secret that signs your callbacks',
  description: 'Of the partner that owns the token, else of the token. Made when first asked for.',
  tag: 'access',
  permission: 'signed-in',
  answers: { 200: secretSchema },
  example: { answer: example },
  async handle({ context }) {
    return present(await getCallbackSecret(context))
  },
})

const rotateRoute = defineRoute({
  method: 'POST',
  url: '/v1/tokens/self/callback-secret/rotate',
  operationId: 'rotateCallbackSecret',
  summary: 'Replace the secret that signs your callbacks',
  description: 'The one before signs beside it for 24 hours; of more than three the oldest stops at once.',
  tag: 'access',
  permission: 'signed-in',
  idempotency: 'none',
  answers: { 200: secretSchema },
  example: { answer: example },
  async handle({ context }) {
    return present(await rotateCallbackSecret(context))
  },
})

function present({ owner, current, retiring }: CallbackSecret) {
  return {
    ownerKind: owner.kind,
    ownerId: encodeId(owner.kind, owner.id),
    keyId: encodeId('callbackKey', current.id),
    secret: current.secret,
    createdAt: instantText(current.createdAt),
    retiring: retiring.map((key) => ({
      keyId: encodeId('callbackKey', key.id),
      secret: key.secret,
      retiresAt: instantText(key.retiresAt ?? current.createdAt),
    })),
  }
}
