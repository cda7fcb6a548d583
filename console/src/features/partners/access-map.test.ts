import { describe, expect, it } from 'vitest'
import type { AccessRequest, Role } from '@switchyard/sdk'
import { firstDraft, mapOf, permissionsWithin, rolesWithin } from './access-map.ts'

const roles: Role[] = [
  { name: 'admin', permissions: ['*'] },
  { name: 'manager', permissions: ['ticket:read', 'ticket:write', 'qa:read'] },
  { name: 'agent', permissions: ['ticket:read', 'ticket:write'] },
  { name: 'partner', permissions: ['ticket:read', 'partner:act'] },
]
const request: AccessRequest = {
  id: 'areq_1',
  state: 'submitted',
  kind: 'partner',
  name: 'Lena',
  email: 'lena@acme.example',
  organization: 'Acme',
  purpose: 'Deposits.',
  language: 'en',
  role: 'partner',
  permissions: [],
  channels: ['live-chat'],
  queues: [],
  createdAt: '2026-11-20T09:00:00.000Z',
  decidedAt: null,
  decidedBy: null,
  reason: null,
  granted: null,
}
const at = Date.parse('2026-11-20T09:00:00.000Z')
const names = (found: Role[]) => found.map(({ name }) => name)

describe('a map of access', () => {
  it('is proposed as it was asked for, for a year', () => {
    const draft = firstDraft(request, roles, at)
    expect(mapOf(draft, roles)).toEqual({
      as: 'token',
      role: 'partner',
      permissions: null,
      channels: ['live-chat'],
      queues: null,
      partnerId: null,
      expiresAt: '2027-11-20T23:59:59.000Z',
    })
  })

  it('offers no role that is wider than the wish, and every one but an administrator’s where there is none', () => {
    expect(names(rolesWithin(request, roles))).toEqual(['partner'])
    expect(names(rolesWithin({ ...request, role: 'manager' }, roles))).toEqual(['manager', 'agent'])
    expect(names(rolesWithin({ ...request, role: null }, roles))).toEqual(['manager', 'agent', 'partner'])
    expect(rolesWithin({ ...request, role: null, permissions: ['qa:read'] }, roles)).toEqual([])
  })

  it('names the permissions where some are left out, or are asked for beside the role', () => {
    const draft = { ...firstDraft(request, roles, at), permissions: ['ticket:read'] }
    expect(mapOf(draft, roles)).toMatchObject({ role: null, permissions: ['ticket:read'] })
    const more = { ...request, permissions: ['qa:read' as const] }
    expect(permissionsWithin(more, roles, 'partner')).toEqual(['ticket:read', 'partner:act', 'qa:read'])
    expect(mapOf(firstDraft(more, roles, at), roles)).toMatchObject({
      role: null,
      permissions: ['ticket:read', 'partner:act', 'qa:read'],
    })
  })

  it('of a person is the role alone', () => {
    const draft = firstDraft({ ...request, kind: 'operator', role: 'agent' }, roles, at)
    expect(mapOf(draft, roles)).toEqual({ as: 'member', role: 'agent', partnerId: null })
  })
})
