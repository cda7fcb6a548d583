import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseWorkflow } from '../../core/workflow/index.ts'
import { principalWith } from '../access/testing/test-installation-store.ts'
import { permissionsOfRole, roleNames } from '../access/index.ts'
import { addMessage, transitionTicket } from './index.ts'
import { type Desk, openDesk } from './testing/desk.ts'
import { closedTicket } from './testing/moved-tickets.ts'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const as = (role: string) => desk.home.contextOf(principalWith([...permissionsOfRole(role)]))

const closed = () => closedTicket(desk, as('agent'))

describe('a move that the workflow keeps for a role', () => {
  it('is made by who may do all that the role may', async () => {
    for (const role of ['manager', 'admin']) {
      const ticket = await closed()
      const moved = await transitionTicket(as(role), { ticketId: ticket.id, to: 'classified' })
      expect(moved).toMatchObject({ status: 'classified', reopened: 1 })
    }
  })

  it('is refused to anybody else, who is told which guard it is and what is legal for them', async () => {
    const ticket = await closed()
    for (const role of ['agent', 'engineer', 'risk-reviewer'])
      await expect(transitionTicket(as(role), { ticketId: ticket.id, to: 'classified' })).rejects.toMatchObject({
        code: 'guard_failed',
        message: 'Going from closed to classified is barred: only manager may.',
        details: {
          missing: [],
          barredBy: [{ guard: 'roles', roles: ['manager'], reason: 'only manager may' }],
          legal: [],
        },
      })
    expect(await desk.read(ticket)).toEqual(ticket)
  })

  it('is not asked of a customer whose reply reopens the ticket: that the lifecycle does itself', async () => {
    const ticket = await closed()
    const reply = { body: 'Again.', visibility: 'public', clientId: null, asCustomer: true, lastSeenSeq: null } as const
    await addMessage(as('agent'), { ticketId: ticket.id, ...reply })
    expect(await desk.read(ticket)).toMatchObject({ status: 'classified', reopened: 1 })
  })

  it('may be kept for every role that moves tickets, and for no other', () => {
    const example = readFileSync(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')
    const accepted = roleNames.filter(
      (role) => parseWorkflow(example.replace('roles: [manager]', `roles: [${role}]`)).problems.length === 0,
    )
    const moving = roleNames.filter((role) => {
      const permissions: readonly string[] = permissionsOfRole(role)
      return permissions.includes('*') || permissions.includes('ticket:write')
    })
    expect(accepted).toEqual(moving)
  })
})
