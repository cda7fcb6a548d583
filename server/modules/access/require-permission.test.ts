import { afterAll, describe, expect, it } from 'vitest'
import { requirePermission } from './require-permission.ts'
import { openTestInstallation, principalWith } from './testing/test-installation-store.ts'

const test = await openTestInstallation()
afterAll(test.close)

describe('requirePermission', () => {
  it('names what is missing and who can grant it', () => {
    const token = test.contextOf(principalWith(['ticket:read']))
    expect(() => requirePermission(token, 'ticket:write')).toThrow(
      expect.objectContaining({
        code: 'forbidden',
        message: 'This needs the permission "ticket:write". Somebody with "token:write" (an admin) can grant it.',
        details: { permission: 'ticket:write', missing: 'permission', grantedBy: 'token:write' },
      }),
    )
    const person = test.contextOf(principalWith([], { kind: 'member' }))
    expect(() => requirePermission(person, 'ticket:write')).toThrow(/"member:write"/)
  })

  it('names the part of the scope that falls short, and nothing of the resource', () => {
    const scope = { channels: new Set(['email']), queues: null }
    const context = test.contextOf(principalWith(['ticket:read'], { scope }))
    expect(() => requirePermission(context, 'ticket:read', { channel: 'email' })).not.toThrow()
    expect(() => requirePermission(context, 'ticket:read', { channel: 'voice', queue: 'payments' })).toThrow(
      expect.objectContaining({
        message: expect.not.stringMatching(/voice|payments/),
        details: { permission: 'ticket:read', missing: 'channel', grantedBy: 'token:write' },
      }),
    )
  })
})
