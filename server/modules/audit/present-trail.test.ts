import { expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { presentTrail } from './present-trail.ts'
import type { TrailRow } from './trail-view.ts'

const ticketId = newId()
const row = {
  workspaceId: newId(),
  seq: 1,
  id: newId(),
  type: 'ticket.updated',
  ticketId,
  subjectKind: 'ticket',
  subjectId: ticketId,
  subjectSeq: 1,
  at: 0,
  actor: { kind: 'member', id: newId() },
  actorName: 'Ada',
  cause: null,
  origin: null,
  isSealed: true,
} as const
const textOf = (data: Record<string, unknown>, type: TrailRow['type'] = row.type) =>
  presentTrail({ ...row, type, data }).text

it('says what was changed, and of codes what they were and are', () => {
  const values = [
    { name: 'priority', from: 'normal', to: 'high' },
    { name: 'category', from: null, to: 'infrastructure' },
  ]
  expect(textOf({ changed: ['priority', 'category', 'tags'], values })).toMatch(
    /^Ada \(member_\w+\) changed a ticket \(priority from normal to high, category from nothing to infrastructure, tags\) \[ticket_\w+\] on 1970-01-01 at /,
  )
})

it('says from what to what it went', () => {
  expect(textOf({ from: 'handling', to: 'solved', category: 'solved' }, 'ticket.status_changed')).toContain(
    ' (from handling to solved) [',
  )
  expect(textOf({ memberId: 'member_1', role: 'manager', previous: 'agent' }, 'member.role_changed')).toContain(
    ' (from agent to manager) [',
  )
  expect(textOf({ memberId: 'member_1', role: 'manager' }, 'member.role_changed')).not.toContain('(from ')
})

it('says no more than there is of what was written before that was told', () => {
  expect(textOf({ changed: ['priority'] })).toMatch(/changed a ticket \(priority\) \[/)
  expect(textOf({ changed: [] })).toMatch(/changed a ticket \[/)
})
