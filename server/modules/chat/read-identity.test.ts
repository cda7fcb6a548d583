import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { readIdentity } from './read-identity.ts'

const now = Date.UTC(2026, 10, 20, 9)
const soon = now / 1000 + 300

function word(claims: unknown, { secret = 'new', alg = 'HS256' } = {}): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg, typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

const read = (token: string) => readIdentity(token, ['new', 'old'], now)

it('names a customer, signed with any secret that counts', () => {
  const claims = { sub: 'player-7', exp: soon, name: 'Ana', email: 'ana@example.com', role: 'admin' }
  expect(read(word(claims))).toEqual({ customerId: 'player-7', name: 'Ana', email: 'ana@example.com' })
  expect(read(word(claims, { secret: 'old' }))?.customerId).toBe('player-7')
})

it.for([
  ['another secret', word({ sub: 'player-7', exp: soon }, { secret: 'else' })],
  ['no algorithm', word({ sub: 'player-7', exp: soon }, { alg: 'none' })],
  ['another algorithm', word({ sub: 'player-7', exp: soon }, { alg: 'HS512' })],
  ['no signature', word({ sub: 'player-7', exp: soon }).replace(/[^.]*$/, '')],
  [
    'a changed body',
    word({ sub: 'player-7', exp: soon }).replace(
      /\.[^.]*\./,
      `.${Buffer.from(`{"sub":"boss","exp":${soon}}`).toString('base64url')}.`,
    ),
  ],
  ['an end in the past', word({ sub: 'player-7', exp: now / 1000 - 61 })],
  ['an end too far away', word({ sub: 'player-7', exp: now / 1000 + 86_461 })],
  ['no end', word({ sub: 'player-7' })],
  ['no customer', word({ exp: soon })],
  ['a customer that is no text', word({ sub: { $ne: '' }, exp: soon })],
  ['an empty customer', word({ sub: '', exp: soon })],
  ['a list', word(['player-7'])],
  ['two parts', 'a.b'],
  ['four parts', 'a.b.c.d'],
  ['nothing', ''],
] as const)('is nothing with %s', ([, token]) => expect(read(token)).toBeNull())

it('is nothing where no secret counts', () => {
  expect(readIdentity(word({ sub: 'player-7', exp: soon }, { secret: '' }), [], now)).toBeNull()
})
