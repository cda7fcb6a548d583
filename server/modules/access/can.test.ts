import { describe, expect, it } from 'vitest'
import { can } from './can.ts'
import { permissions } from './permissions.ts'
import { roleNames, rolePermissions } from './roles.ts'
import { principalWith } from './testing/test-installation-store.ts'

const channels = new Set(['email'])
const queues = new Set(['payments'])

describe('can', () => {
  it('denies what is not held and allows what is', () => {
    expect(can(principalWith([]), 'ticket:read')).toBe(false)
    expect(can(principalWith(['ticket:read']), 'ticket:read')).toBe(true)
    expect(can(principalWith(['ticket:read']), 'ticket:write')).toBe(false)
    expect(can(principalWith(['*']), 'workspace:write')).toBe(true)
  })

  it('holds a scoped principal to its channels and queues, also where there is none', () => {
    const scoped = principalWith(['ticket:read'], { scope: { channels, queues } })
    expect(can(scoped, 'ticket:read', { channel: 'email', queue: 'payments' })).toBe(true)
    expect(can(scoped, 'ticket:read', { channel: 'voice', queue: 'payments' })).toBe(false)
    expect(can(scoped, 'ticket:read', { channel: 'email', queue: 'security' })).toBe(false)
    expect(can(scoped, 'ticket:read', { channel: 'email', queue: null })).toBe(false)
    expect(can(scoped, 'ticket:read', { channel: 'email' })).toBe(true)
  })

  it('lets an empty scope touch nothing and a null scope all', () => {
    const nothing = principalWith(['*'], { scope: { channels: new Set(), queues: null } })
    expect(can(nothing, 'ticket:read', { channel: 'email' })).toBe(false)
    expect(can(principalWith(['*']), 'ticket:read', { channel: null, queue: 'any' })).toBe(true)
  })

  it('shows a partner only what is its own', () => {
    const partner = principalWith(['ticket:read'], { partnerId: 'p1' })
    expect(can(partner, 'ticket:read', { partnerId: 'p1' })).toBe(true)
    expect(can(partner, 'ticket:read', { partnerId: 'p2' })).toBe(false)
    expect(can(partner, 'ticket:read', { partnerId: null })).toBe(false)
  })

  it('shows a customer only single things that name them', () => {
    const customer = principalWith(['ticket:read'], { kind: 'customer', id: 'c1' })
    expect(can(customer, 'ticket:read', { customerId: 'c1' })).toBe(true)
    expect(can(customer, 'ticket:read', { customerId: 'c2' })).toBe(false)
    expect(can(customer, 'ticket:read', { customerId: null })).toBe(false)
    expect(can(customer, 'ticket:read')).toBe(false)
  })

  it('lets a person act as their own agent, and `agents:act` as every one', () => {
    const person = principalWith(['offer:act'], { agentId: 'a1' })
    expect(can(person, 'offer:act', { agentId: 'a1' })).toBe(true)
    expect(can(person, 'agents:act', { agentId: 'a1' })).toBe(true)
    expect(can(person, 'offer:act', { agentId: 'a2' })).toBe(false)
    expect(can(person, 'agents:act')).toBe(false)
    expect(can(principalWith(['agents:act']), 'offer:act', { agentId: 'a2' })).toBe(true)
    expect(can(principalWith(['offer:act']), 'offer:act', { agentId: null })).toBe(false)
  })
})

describe('roles', () => {
  it('name only known permissions', () => {
    for (const role of roleNames) {
      for (const permission of rolePermissions[role]) expect(['*', ...permissions]).toContain(permission)
    }
  })

  it('leave an auditor nothing that changes a record', () => {
    const changing = rolePermissions.auditor.filter((permission) => !permission.endsWith(':read'))
    expect(changing).toEqual(['session:own'])
  })

  it('let only an admin hand out rights', () => {
    const givers = roleNames.filter((role) =>
      rolePermissions[role].some((each) => each === '*' || each === 'token:write' || each === 'member:write'),
    )
    expect(givers).toEqual(['admin'])
  })
})
