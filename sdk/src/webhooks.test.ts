import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'

import { verifyWebhook } from './webhooks.ts'
import type { WebhookVerification } from './webhooks.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const otherSecret = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
const nowMs = 1_900_000_000_500
const nowSeconds = 1_900_000_000
const body = '{"type":"ticket.updated","data":{"name":"Zoë"}}'

/** Signed by an independent library, never by our own code. */
function signed(options: { with?: string; atSeconds?: number } = {}) {
  const atSeconds = options.atSeconds ?? nowSeconds
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(atSeconds),
    'webhook-signature': new Webhook(options.with ?? secret).sign('evt_1', new Date(atSeconds * 1000), body),
  }
}

const verify = (change: Partial<WebhookVerification>) =>
  verifyWebhook({ secrets: secret, headers: signed(), body, nowMs, ...change })

describe('verifyWebhook', () => {
  it.each<[string, Partial<WebhookVerification>]>([
    ['a plain message', {}],
    ['a body of bytes', { body: Buffer.from(body) }],
    ['Headers', { headers: new Headers(signed()) }],
    [
      'headers in other letter case',
      { headers: Object.fromEntries(Object.entries(signed()).map(([key, value]) => [key.toUpperCase(), value])) },
    ],
    ['a second secret', { secrets: [otherSecret, secret] }],
    ['a secret without prefix', { secrets: secret.slice('whsec_'.length) }],
    [
      'several signatures',
      {
        headers: {
          ...signed(),
          'webhook-signature': `v1a,AAAA v1,!! ${signed({ with: otherSecret })['webhook-signature']} ${signed()['webhook-signature']}`,
        },
      },
    ],
    [
      'repeated signature headers',
      { headers: { ...signed(), 'webhook-signature': ['v1,AAAA', signed()['webhook-signature']] } },
    ],
    ['the oldest time', { headers: signed({ atSeconds: nowSeconds - 300 }) }],
    ['the latest time', { headers: signed({ atSeconds: nowSeconds + 300 }) }],
    ['a wider tolerance', { headers: signed({ atSeconds: nowSeconds - 3_600 }), toleranceSeconds: 3_600 }],
  ])('accepts %s', async (_case, change) => {
    expect(await verify(change)).toMatchObject({ ok: true, id: 'evt_1' })
  })

  it.each<[string, Partial<WebhookVerification>, string]>([
    ['another body', { body: `${body} ` }, 'signature_mismatch'],
    ['another id', { headers: { ...signed(), 'webhook-id': 'evt_2' } }, 'signature_mismatch'],
    ['another time', { headers: { ...signed(), 'webhook-timestamp': String(nowSeconds + 1) } }, 'signature_mismatch'],
    ['another secret', { secrets: otherSecret }, 'signature_mismatch'],
    ['no secret', { secrets: [] }, 'signature_mismatch'],
    [
      'no v1 signature',
      { headers: { ...signed(), 'webhook-signature': signed()['webhook-signature'].replace('v1,', 'v1a,') } },
      'signature_mismatch',
    ],
    [
      'a cut signature',
      { headers: { ...signed(), 'webhook-signature': signed()['webhook-signature'].slice(0, -1) } },
      'signature_mismatch',
    ],
    ['an old message', { headers: signed({ atSeconds: nowSeconds - 301 }) }, 'too_old'],
    ['a message from the future', { headers: signed({ atSeconds: nowSeconds + 301 }) }, 'too_new'],
    ['no id', { headers: { ...signed(), 'webhook-id': undefined } }, 'header_missing'],
    ['an empty signature', { headers: { ...signed(), 'webhook-signature': '' } }, 'header_missing'],
    ['no headers', { headers: new Headers() }, 'header_missing'],
    [
      'a time with a fraction',
      { headers: { ...signed(), 'webhook-timestamp': `${nowSeconds}.0` } },
      'timestamp_malformed',
    ],
    ['a time that is no number', { headers: { ...signed(), 'webhook-timestamp': 'NaN' } }, 'timestamp_malformed'],
  ])('refuses %s', async (_case, change, reason) => {
    expect(await verify(change)).toEqual({ ok: false, reason })
  })
})
