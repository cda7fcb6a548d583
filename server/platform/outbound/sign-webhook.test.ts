import { createHmac } from 'node:crypto'

import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'

import { hexSignature, newWebhookSecret, signWebhook } from './sign-webhook.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const otherSecret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`
const nowSeconds = () => Math.floor(Date.now() / 1000)

const headersOf = (message: { id: string; timestampSeconds: number; body: string; secrets: string[] }) => ({
  'webhook-id': message.id,
  'webhook-timestamp': String(message.timestampSeconds),
  'webhook-signature': signWebhook(message),
})

describe('signWebhook', () => {
  it('writes what the standardwebhooks library writes', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.integer({ min: 0, max: 4e9 }),
        fc.string({ unit: 'binary' }),
        (id, timestampSeconds, body) => {
          const expected = new Webhook(secret).sign(id, new Date(timestampSeconds * 1000), body)
          expect(signWebhook({ id, timestampSeconds, body, secrets: [secret] })).toBe(expected)
          expect(signWebhook({ id, timestampSeconds, body: Buffer.from(body), secrets: [secret] })).toBe(expected)
        },
      ),
    )
  })

  it('signs the bytes of a buffer as they are', () => {
    const body = Uint8Array.of(0xff, 0x00, 0xfe)
    const key = Buffer.alloc(32, 7)
    const bytes = Buffer.concat([Buffer.from('evt_1.5.'), body])
    const expected = createHmac('sha256', key).update(bytes).digest('base64')
    expect(signWebhook({ id: 'evt_1', timestampSeconds: 5, body, secrets: [secret] })).toBe(`v1,${expected}`)
  })

  it('is verified by the library with either secret of a rotation', () => {
    const body = '{"type":"ticket.updated"}'
    const headers = headersOf({ id: 'evt_1', timestampSeconds: nowSeconds(), body, secrets: [secret, otherSecret] })
    expect(headers['webhook-signature'].split(' ')).toHaveLength(2)
    for (const each of [secret, otherSecret]) expect(new Webhook(each).verify(body, headers)).toEqual(JSON.parse(body))
  })

  it('is refused by the library for another body, id, time or secret', () => {
    const message = { id: 'evt_1', timestampSeconds: nowSeconds(), body: '{}', secrets: [secret] }
    const headers = headersOf(message)
    const webhook = new Webhook(secret)
    expect(() => webhook.verify('{"a":1}', headers)).toThrow('No matching signature')
    expect(() => webhook.verify('{}', { ...headers, 'webhook-id': 'evt_2' })).toThrow('No matching signature')
    expect(() => new Webhook(otherSecret).verify('{}', headers)).toThrow('No matching signature')
    const old = headersOf({ ...message, timestampSeconds: nowSeconds() - 3_600 })
    expect(() => webhook.verify('{}', old)).toThrow('too old')
  })

  it.each([
    ['an id with a dot', { id: 'evt.1' }],
    ['an empty id', { id: '' }],
    ['no secret', { secrets: [] }],
    ['a secret without prefix', { secrets: [secret.slice(6)] }],
    ['a short secret', { secrets: [`whsec_${Buffer.alloc(23).toString('base64')}`] }],
    ['a long secret', { secrets: [`whsec_${Buffer.alloc(65).toString('base64')}`] }],
  ])('throws on %s', (_case, wrong) => {
    const message = { id: 'evt_1', timestampSeconds: 1, body: '', secrets: [secret], ...wrong }
    expect(() => signWebhook(message)).toThrow()
  })
})

describe('newWebhookSecret', () => {
  it('is never the same and accepted by the library', () => {
    const secrets = Array.from({ length: 100 }, newWebhookSecret)
    expect(new Set(secrets).size).toBe(100)
    for (const each of secrets) {
      expect(Buffer.from(each.slice('whsec_'.length), 'base64')).toHaveLength(32)
      expect(new Webhook(each).sign('evt_1', new Date(0), '')).toBe(
        signWebhook({ id: 'evt_1', timestampSeconds: 0, body: '', secrets: [each] }),
      )
    }
  })
})

describe('hexSignature', () => {
  it('gives the vector of RFC 4231 case 2 in lower-case hex', () => {
    expect(hexSignature('Jefe', 'what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    )
  })
})
