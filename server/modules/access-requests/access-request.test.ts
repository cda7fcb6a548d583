import { describe, expect, it } from 'vitest'
import { type AskedAccess, beyondAsked, type WishedGrant } from './access-request.ts'

const nothing: AskedAccess = { role: null, permissions: [], channels: [], queues: [] }
const token: WishedGrant = { as: 'token', role: 'partner', permissions: null, channels: null, queues: null }

describe('what goes beyond a wish', () => {
  it.each<[string, Partial<AskedAccess>, Partial<WishedGrant>, string | null]>([
    ['nothing asked for leaves all to the review', {}, { role: 'manager' }, null],
    ['the very role', { role: 'partner' }, {}, null],
    ['a role with less', { role: 'manager' }, { role: 'agent' }, null],
    ['a role with more', { role: 'agent' }, { role: 'manager' }, 'role'],
    ['everything', { role: 'manager' }, { role: 'admin' }, 'role'],
    ['some permissions of the role', { role: 'agent' }, { role: null, permissions: ['ticket:read'] }, null],
    ['another permission', { role: 'agent' }, { role: null, permissions: ['token:write'] }, 'permissions'],
    [
      'permissions beside a role',
      { role: 'agent', permissions: ['qa:read'] },
      { role: null, permissions: ['qa:read'] },
      null,
    ],
    ['fewer channels', { channels: ['chat', 'mail'] }, { channels: ['chat'] }, null],
    ['another channel', { channels: ['chat'] }, { channels: ['chat', 'mail'] }, 'channels'],
    ['every channel', { channels: ['chat'] }, { channels: null }, 'channels'],
    ['every queue', { queues: ['payments'] }, { queues: null }, 'queues'],
    ['a member, whose role holds everywhere', { channels: ['chat'], queues: ['payments'] }, { as: 'member' }, null],
  ])('%s', (_name, asked, granted, beyond) => {
    expect(beyondAsked({ ...nothing, ...asked }, { ...token, ...granted })).toBe(beyond)
  })
})
