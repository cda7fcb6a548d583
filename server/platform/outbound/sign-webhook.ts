import { createHmac, randomBytes } from 'node:crypto'

const secretPrefix = 'whsec_'
const secretBytes = 32

/**
 * The `webhook-signature` header of Standard Webhooks 1.0: one `v1,` signature per secret over `id.timestamp.body`,
 * separated by spaces, so that a receiver passes during a rotation with either secret. `body` is the exact text or buffer
 * sent. Throws when the id has a dot or a secret is not `whsec_` + base64 of 24 to 64 bytes: our mistake, not the receiver's.
 */
export function signWebhook(input: {
  id: string
  timestampSeconds: number
  body: string | Uint8Array
  secrets: readonly string[]
}): string {
  if (input.id === '' || input.id.includes('.')) throw new Error('A webhook id is not empty and has no dot.')
  if (input.secrets.length === 0) throw new Error('A webhook is signed with at least one secret.')
  const signed = `${input.id}.${input.timestampSeconds}.`
  return input.secrets
    .map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(signed).update(input.body).digest('base64')}`)
    .join(' ')
}

/** A fresh secret in the form receivers are given. */
export function newWebhookSecret(): string {
  return `${secretPrefix}${randomBytes(secretBytes).toString('base64')}`
}

/**
 * The `x-signature` header of partner events: lower-case hex HMAC-SHA256 of the raw body. The key is the secret's text as
 * the partner was given it, prefix included, so that no decoding is needed to verify (api.md, outgoing webhooks).
 */
export function hexSignature(secret: string, body: string | Uint8Array): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

function keyOf(secret: string): Buffer {
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64')
  if (!secret.startsWith(secretPrefix) || key.length < 24 || key.length > 64) {
    throw new Error('A webhook secret is whsec_ and base64 of 24 to 64 bytes.')
  }
  return key
}
